import { fromTask } from '../fromTask'
import { sketch } from '../sketch'
import type { Template } from '../template'

export const template: Template = {
  order: 2,
  goals: { accuracy: { atMost: 0.8 } },
  build() {
    const s = sketch('Translation without attention', {
      ...fromTask('number-words', {}, []),
      example: { source: 'three hundred and ninety seven' },
      note: NOTE,
      training: { steps: 600, rate: 0.005 },
    })
    s.add('words', 'words', [0, 120], { field: 'source', vocabulary: 'english' }, { title: 'English words' })
    s.add('embed', 'embedding', [290, 120], { size: 32 })
    s.add('encoder', 'gru', [580, 120], { size: 32, direction: 'bidirectional' }, { title: 'Encoder' })
    s.add('start', 'dense', [880, 220], { size: 32, activation: 'tanh' }, { title: 'First state' })
    s.loop(
      'speak',
      'loop-until',
      [940, 0, 900, 400],
      { field: 'target', vocabulary: 'french', maximum: 24 },
      () => {
        s.add('said', 'embedding', [60, 80], { size: 32 }, { title: 'Previous word' })
        s.add('state', 'previous', [60, 250], {}, { title: 'State' })
        s.add('decoder', 'gru', [410, 130], { size: 32 }, { title: 'Decoder' })
        s.add('decide', 'decide-words', [760, 130], { vocabulary: 'french' }, { title: 'French word' })
      },
    )
    s.wire('words.words', 'embed.words')
    s.wire('embed.vectors', 'encoder.sequence')
    s.wire('encoder.last', 'start.features')
    s.wire('start.features', 'state.initial')
    s.wire('speak.previous', 'said.words')
    s.wire('said.vectors', 'decoder.sequence')
    s.wire('state.value', 'decoder.initial')
    s.wire('decoder.last', 'state.next')
    s.wire('decoder.last', 'decide.features')
    s.wire('decide.word', 'speak.word')
    return s.document
  },
}

const NOTE = `The whole English sentence is crammed into the encoder’s last state, 32 numbers, and the decoder has nothing else to go by.

**What to look at**

- Compare with “Translation with attention”: the same layers, but here no wire goes from the encoder’s states into the loop.
- The paper that brought attention (1409.0473) shows what this costs: quality falls as sentences grow.`
