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

const NOTE = `The whole English sentence is crammed into the encoder’s last state, 32 numbers, and the decoder has nothing else to go by. Layers, examples and steps are those of “Translation with attention”; only the attention is missing.

Share of 2,000 numbers never learned from that each says right as a whole, by the number of English words:

| English words | with attention | without |
| --- | --: | --: |
| 2 to 5 | 99.4 % | 36.2 % |
| 6 | 99.4 % | 10.3 % |
| 7 | 99.8 % | 17.7 % |
| 8 | 100.0 % | 4.4 % |
| 9 | 100.0 % | 0.0 % |
| 10 and 11 | 100.0 % | 0.4 % |
| all | 99.8 % | 10.0 % |

**What to look at**

- Short numbers may come out right. Try “seven hundred and twelve thousand four hundred and eighty six”, here and with attention: it begins well, and ends as another number.
- The longer the sentence, the less is left of it: this is the figure of the paper that brought attention (1409.0473).
- It is the size that is too small, not the idea: with layers of 128 units and 1,500 steps the same network says 99.8 % right.`
