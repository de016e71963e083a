/** What can be done with trainings, as the command palette and the keyboard know it. */
import type { Command } from '../commands/command'
import type { Page } from '../commands/page'
import { testDocument } from './evaluate'
import { belongs, followNewest, watchItLearn } from './snapshots'
import { goingOf, selectedOf } from './store'
import {
  forgetWeights,
  giveWeights,
  pauseTraining,
  startOver,
  startTraining,
  stopTraining,
  whyNotTrained,
} from './training'

const editing = (page: Page) => page.session.getState().screen === 'editor'
const going = (page: Page) => goingOf(page.training.store.getState())
const looking = (page: Page) => belongs(page) && page.training.store.getState().snapshots > 0

export const trainingCommands: readonly Command[] = [
  {
    id: 'train.start',
    title: (page) => {
      const phase = going(page)?.phase
      if (phase === undefined) return 'Train'
      return phase === 'paused' ? 'Go on training' : 'Pause training'
    },
    group: 'Run',
    keys: ['$mod+Shift+Enter'],
    whileTyping: true,
    when: (page) => editing(page) || going(page) !== undefined,
    run: (page) => (going(page) === undefined ? startTraining(page) : pauseTraining(page)),
  },
  {
    id: 'train.stop',
    title: 'Stop training',
    group: 'Run',
    keys: ['$mod+Alt+Shift+Enter'],
    whileTyping: true,
    when: (page) => going(page) !== undefined,
    run: stopTraining,
  },
  {
    id: 'train.over',
    title: 'Train from the beginning',
    group: 'Run',
    when: (page) => editing(page) && whyNotTrained(page) === undefined,
    run: startOver,
  },
  {
    id: 'train.data',
    title: 'Choose what to learn from…',
    group: 'Run',
    when: editing,
    run: (page) => {
      page.session.setState({ dockTab: 'training' })
      page.training.store.setState({ side: 'data' })
    },
  },
  {
    id: 'train.settings',
    title: 'Training settings…',
    group: 'Run',
    when: (page) => editing(page) && whyNotTrained(page) === undefined,
    run: (page) => {
      page.session.setState({ dockTab: 'training' })
      page.training.store.setState({ side: 'settings' })
    },
  },
  {
    id: 'train.test',
    title: 'Test on unseen examples',
    group: 'Run',
    when: (page) => editing(page) && whyNotTrained(page) === undefined,
    run: (page) => {
      page.session.setState({ dockTab: 'training' })
      page.training.store.setState({ side: 'tests' })
      return testDocument(page)
    },
  },
  {
    id: 'train.watch',
    title: 'Watch it learn',
    group: 'Run',
    when: looking,
    run: watchItLearn,
  },
  {
    id: 'train.follow',
    title: 'Show the newest snapshot of the training',
    group: 'Run',
    when: looking,
    run: followNewest,
  },
  {
    id: 'train.back',
    title: 'Back to the weights before training',
    group: 'Run',
    when: (page) => {
      const training = selectedOf(page.training.store.getState())
      return belongs(page) && training?.after === page.documents.getState().weights
    },
    run: (page) => {
      const training = selectedOf(page.training.store.getState())
      if (training !== undefined) giveWeights(page, training, training.before, 'before')
    },
  },
  {
    id: 'train.forget',
    title: 'Forget what was learned',
    group: 'Run',
    when: (page) => editing(page) && page.documents.getState().weights !== '' && going(page) === undefined,
    run: forgetWeights,
  },
]
