import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

export const template: Template = {
  order: 3,
  goals: { accuracy: { atLeast: 0.98 } },
  build() {
    const s = sketch('Attention over states', {
      ...fromTask('marked', {}, ['sequence']),
      note: NOTE,
      training: { steps: 400, rate: 0.005 },
    })
    s.add('sequence', 'words', [0, 80], { field: 'sequence', vocabulary: 'symbols' }, { title: 'Sequence' })
    s.add('embed', 'embedding', [290, 80], { size: 16 })
    s.add('reader', 'rnn', [580, 80], { size: 32 }, { title: 'Reader' })
    s.add('attention', 'attention-additive', [900, 40], { size: 32 }, { title: 'Attention' })
    s.add('class', 'decide-class', [1220, 60], { vocabulary: 'letters' }, { title: 'Letter' })
    s.wire('sequence.words', 'embed.words')
    s.wire('embed.vectors', 'reader.sequence')
    s.wire('reader.last', 'attention.query')
    s.wire('reader.states', 'attention.keys')
    s.wire('attention.context', 'class.features')
    return s.document
  },
}

const NOTE = `A sequence of thirty letters, one of them marked with a star; the marked one is the answer. The attention may look at every state that the reader was in, and need not trust the last one to have kept it all.

**What to look at**

- One row of weights: which places the decision looks at.
- Trained, the line to the marked letter is thick and all others vanish.`
