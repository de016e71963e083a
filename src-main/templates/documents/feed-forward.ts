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

const NOTE = `Length and width of the sepals and petals of an iris, in centimetres, decide its species: all features go in at once, and there is neither order nor memory. The 150 flowers are real: E. Anderson measured them, R. A. Fisher published them (Annals of Eugenics 7, 1936).

Trained for 400 steps of 32 flowers. There are too few to judge by one split: over 20 of them, each with a network of its own, 97.2 % of the flowers that it never learned from are named right.

**What to look at**

- Type four numbers and press Run: the decision has one probability for each species.
- *Inputs*, beside it, tells what each of the four numbers did for the answer; choose another species, and see what spoke for that one.
- Make the petals longer and wider, bit by bit: setosa becomes versicolor, and that virginica.
- This is the baseline of the other templates. Nothing in it can wait for a word that comes later, or look back.`
