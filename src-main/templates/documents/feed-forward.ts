import { IRIS_COLUMNS } from '../../tasks/data/iris'
import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

export const template: Template = {
  order: 7,
  goals: { 'accuracy over splits': { atLeast: 0.95 } },
  build() {
    const s = sketch('Feed-forward', {
      ...fromTask('iris', {}, ['flower']),
      note: NOTE,
      training: { steps: 400, rate: 0.01, batch: 32 },
    })
    s.add(
      'flower',
      'table',
      [0, 60],
      { field: 'flower', names: IRIS_COLUMNS.join(', ') },
      { title: 'Flower' },
    )
    s.add('hidden', 'dense', [290, 60], { size: 16, activation: 'relu' }, { title: 'Hidden layer' })
    s.add('species', 'decide-class', [580, 60], { vocabulary: 'species' }, { title: 'Species' })
    s.wire('flower.features', 'hidden.features')
    s.wire('hidden.features', 'species.features')
    return s.document
  },
}

const NOTE = `The measures of a leaf decide the tree that it is from: all features go in at once, and there is neither order nor memory.

**What to look at**

- Type four numbers and press Run: the decision has one probability for each tree.
- This is the baseline of the other templates. Nothing in it can wait for a word that comes later, or look back.`
