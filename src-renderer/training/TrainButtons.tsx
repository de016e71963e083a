/** Train, in the top bar; while it goes on: pause, stop, and how far it is. */
import { perform } from '../commands/commands'
import { shownKeys } from '../commands/keys'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import { useTraining } from './hooks'
import { trainingPaths } from './icons'
import { selectTraining } from './snapshots'
import { goingOf, stepsOf } from './store'
import { whyNotTrained } from './training'
import './training.css'

export function TrainButtons() {
  const phase = useTraining((state) => goingOf(state)?.phase)
  return (
    <div className="top-group train-group">
      {phase === undefined ? (
        <TrainButton />
      ) : (
        <>
          <button
            type="button"
            className="button"
            data-testid="train-pause"
            disabled={phase === 'starting' || phase === 'stopping'}
            title={`${phase === 'paused' ? 'Go on training' : 'Pause training'} (${shownKeys('$mod+Shift+Enter')})`}
            onClick={() => perform(page, 'train.start')}
          >
            <span className="icon filled">
              <Icon path={phase === 'paused' ? paths.run : trainingPaths.pause} size={13} />
            </span>
            {phase === 'paused' ? 'Go on' : 'Pause'}
          </button>
          <button
            type="button"
            className="button square"
            data-testid="train-stop"
            disabled={phase === 'stopping'}
            aria-label="Stop training"
            title={`Stop training: what is best so far is kept (${shownKeys('$mod+Alt+Shift+Enter')})`}
            onClick={() => perform(page, 'train.stop')}
          >
            <span className="icon filled">
              <Icon path={paths.stop} size={13} />
            </span>
          </button>
          <Ring />
        </>
      )}
    </div>
  )
}

/** Not `disabled` where it cannot train: pressing it says why. */
function TrainButton() {
  const reason = useDocument(() => whyNotTrained(page))
  return (
    <button
      type="button"
      className="button"
      data-testid="train"
      aria-disabled={reason !== undefined}
      title={reason ?? `Train on the document’s task (${shownKeys('$mod+Shift+Enter')})`}
      onClick={() => perform(page, 'train.start')}
    >
      <Icon path={trainingPaths.train} size={14} />
      Train
    </button>
  )
}

/** Opens the tab of the training; how far it is, as a share. */
function Ring() {
  const share = useTraining((state) => {
    const going = goingOf(state)
    return going === undefined ? 0 : Math.floor((100 * (going.progress?.step ?? 0)) / stepsOf(going.settings))
  })
  return (
    <button
      type="button"
      className="button plain train-share"
      title="Show the training"
      onClick={() => {
        const going = goingOf(page.training.store.getState())
        if (going !== undefined && going.id !== page.training.store.getState().selected)
          selectTraining(page, going.id)
        page.session.setState({ dockTab: 'training' })
      }}
    >
      <progress max={100} value={share} aria-label="How far the training is" />
      {share} %
    </button>
  )
}
