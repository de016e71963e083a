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

const NOTE = `A sequence of thirty letters, one of them marked with a star; the marked one is the answer. The reader is a plain recurrent layer, which forgets: the attention may look at every state that it was in, and need not trust the last one to have kept it all.

Trained for 400 steps of 64 sequences. It names the marked letter of 2,000 sequences that it never learned from, all of them right, and its greatest weight lies on the marked letter each time. Without the attention, the class made of the reader’s last state, the same layers and steps name 49 %.

**What to look at**

- One row of weights: which places the decision looks at. The line to the marked letter is thick, and all others vanish.
- Move the star to another letter, press Run, and the line goes with it.
- The query is the reader’s last state, but here it need not say what is looked for: a mark is a mark.`
