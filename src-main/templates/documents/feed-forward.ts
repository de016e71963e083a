import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

export const template: Template = {
  order: 7,
  build() {
    const s = sketch('Feed-forward', { ...fromTask('leaves', {}, ['leaf']), note: NOTE })
    s.add(
      'leaf',
      'table',
      [0, 60],
      { field: 'leaf', names: 'length, width, lobes, stalk' },
      { title: 'Leaf' },
    )
    s.add('scale', 'layer-norm', [290, 60], {}, { title: 'Scale' })
    s.add('hidden', 'dense', [580, 60], { size: 16, activation: 'relu' }, { title: 'Hidden layer' })
    s.add('tree', 'decide-class', [860, 60], { vocabulary: 'trees' }, { title: 'Tree' })
    s.wire('leaf.features', 'scale.features')
    s.wire('scale.features', 'hidden.features')
    s.wire('hidden.features', 'tree.features')
    return s.document
  },
}

const NOTE = `The measures of a leaf decide the tree that it is from: all features go in at once, and there is neither order nor memory.

**What to look at**

- Type four numbers and press Run: the decision has one probability for each tree.
- This is the baseline of the other templates. Nothing in it can wait for a word that comes later, or look back.`
