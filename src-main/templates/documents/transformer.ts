import { fromTask } from '../fromTask'
import { type Sketch, sketch } from '../sketch'
import type { Template } from '../template'

const SIZE = 64

/** Residual sum and norm behind a sub-layer: LayerNorm(x + sublayer(x)). */
function residual(s: Sketch, id: string, x: string, sublayer: string, at: readonly [number, number]): string {
  s.add(`${id}-sum`, 'add', at)
  s.add(`${id}-norm`, 'layer-norm', [at[0] + 240, at[1]])
  s.wire(x, `${id}-sum.terms`)
  s.wire(sublayer, `${id}-sum.terms`)
  s.wire(`${id}-sum.sum`, `${id}-norm.features`)
  return `${id}-norm.features`
}

function feedForward(s: Sketch, id: string, x: string, at: readonly [number, number]): string {
  s.add(`${id}-wide`, 'dense', at, { size: 2 * SIZE, activation: 'relu' }, { title: 'Feed-forward' })
  s.add(`${id}-back`, 'dense', [at[0] + 280, at[1]], { size: SIZE }, { title: 'Back' })
  s.wire(x, `${id}-wide.features`)
  s.wire(`${id}-wide.features`, `${id}-back.features`)
  return residual(s, id, x, `${id}-back.features`, [at[0] + 560, at[1]])
}

export const template: Template = {
  order: 4,
  goals: { accuracy: { atLeast: 0.99 } },
  build() {
    const s = sketch('Transformer', {
      ...fromTask('number-words', {}, []),
      example: { source: 'three hundred and ninety seven' },
      note: NOTE,
    })
    s.add('words', 'words', [0, 100], { field: 'source', vocabulary: 'english' }, { title: 'English words' })
    s.add('embed', 'embedding', [300, 100], { size: SIZE, scale: true })
    s.add('place', 'positions', [590, 100])
    s.wire('words.words', 'embed.words')
    s.wire('embed.vectors', 'place.features')
    s.loop('encoder', 'loop-times', [920, 0, 2330, 370], { count: 2, share: false }, () => {
      s.add('layer-in', 'previous', [50, 120], {}, { title: 'Layer input' })
      s.add('look', 'attention-multi-head', [350, 90], { size: SIZE, heads: 4 }, { title: 'Self-attention' })
      s.wire('layer-in.value', 'look.query')
      s.wire('layer-in.value', 'look.keys')
      const mixed = residual(s, 'mix', 'layer-in.value', 'look.context', [700, 120])
      const out = feedForward(s, 'think', mixed, [1220, 220])
      s.wire(out, 'layer-in.next')
      s.wire(out, 'encoder.result')
    })
    s.wire('place.features', 'layer-in.initial')
    s.loop(
      'speak',
      'loop-until',
      [920, 430, 3320, 480],
      { field: 'target', vocabulary: 'french', maximum: 24 },
      () => {
        s.add('said', 'embedding', [50, 90], { size: SIZE, scale: true }, { title: 'Previous word' })
        s.add('turn', 'positions', [350, 90], {}, { title: 'Position' })
        s.add('past', 'history', [650, 220], {}, { title: 'Words so far' })
        s.add(
          'recall',
          'attention-multi-head',
          [920, 180],
          { size: SIZE, heads: 4 },
          { title: 'Self-attention' },
        )
        s.wire('said.vectors', 'turn.features')
        s.wire('speak.step', 'turn.at')
        s.wire('turn.features', 'past.value')
        s.wire('turn.features', 'recall.query')
        s.wire('past.all', 'recall.keys')
        const own = residual(s, 'own', 'turn.features', 'recall.context', [1270, 120])
        s.add(
          'read',
          'attention-multi-head',
          [1770, 180],
          { size: SIZE, heads: 4 },
          { title: 'Attention to English' },
        )
        s.wire(own, 'read.query')
        s.wire('encoder.last', 'read.keys')
        const both = residual(s, 'both', own, 'read.context', [2140, 120])
        const out = feedForward(s, 'answer', both, [2140, 310])
        s.add('decide', 'decide-words', [2990, 130], { vocabulary: 'french' }, { title: 'French word' })
        s.wire(out, 'decide.features')
        s.wire('decide.word', 'speak.word')
      },
    )
    s.wire('speak.previous', 'said.words')
    return s.document
  },
}

const NOTE = `Attention without recurrence (1706.03762). Two encoder layers let every English word look at every other; the decoder looks at the words it has said so far (its History) and at the encoder’s output.

Trained for 2,000 steps of 64 numbers. Of 2,000 numbers that it never learned from it says all right as a whole.

**What to look at**

- Self-attention of the encoder: choose a layer above the view and a head beside it.
- Self-attention of the decoder grows by one column with each word: a step never sees what comes later.
- Attention to English does the work of the alignment that the recurrent model draws. Here four heads share it, over words that two layers have already mixed: the best head looks most at the right word for 80.6 % of the words, where the recurrent model’s only one does for 98.2 %.`
