/** A document of a hundred nodes: an encoder of residual blocks, and a decoder with attention and blocks inside of a loop. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { type Sketch, sketch } from '../../src-main/templates/sketch'
import { templates } from '../../src-main/templates/template'

const SIZE = 64

/** Dense → activation → sum → norm: four nodes. */
function block(s: Sketch, id: string, x: string, y: number): string {
  s.add(`${id}-dense`, 'dense', [0, y], { size: SIZE })
  s.add(`${id}-bend`, 'activation', [200, y])
  s.add(`${id}-sum`, 'add', [400, y])
  s.add(`${id}-norm`, 'layer-norm', [600, y])
  s.wire(x, `${id}-dense.features`)
  s.wire(`${id}-dense.features`, `${id}-bend.features`)
  s.wire(x, `${id}-sum.terms`)
  s.wire(`${id}-bend.features`, `${id}-sum.terms`)
  s.wire(`${id}-sum.sum`, `${id}-norm.features`)
  return `${id}-norm.features`
}

function blocks(s: Sketch, id: string, x: string, count: number): string {
  let last = x
  for (let i = 0; i < count; i++) last = block(s, `${id}${i}`, last, 100 * i)
  return last
}

export function hundredNodes(): HeedDocument {
  const { vocabularies } = need(templates.get('translation-attention'), 'a template').build()
  const s = sketch('A hundred nodes', { vocabularies })
  s.add('words', 'words', [0, 0], { field: 'source', vocabulary: 'english' })
  s.add('embed', 'embedding', [0, 0], { size: SIZE })
  s.add('encoder', 'gru', [0, 0], { size: SIZE })
  s.wire('words.words', 'embed.words')
  s.wire('embed.vectors', 'encoder.sequence')
  const keys = blocks(s, 'encode', 'encoder.states', 13)
  s.loop('speak', 'loop-until', [0, 0, 900, 900], { field: 'target', vocabulary: 'french' }, () => {
    s.add('said', 'embedding', [0, 0], { size: SIZE })
    s.add('state', 'previous', [0, 0])
    s.add('attention', 'attention-additive', [0, 0], { size: SIZE })
    s.add('input', 'concatenate', [0, 0])
    s.add('decoder', 'gru', [0, 0], { size: SIZE })
    s.wire('state.value', 'attention.query')
    s.wire(keys, 'attention.keys')
    s.wire('said.vectors', 'input.parts')
    s.wire('attention.context', 'input.parts')
    s.wire('input.features', 'decoder.sequence')
    s.wire('state.value', 'decoder.initial')
    s.wire('decoder.last', 'state.next')
    s.add('evidence', 'concatenate', [0, 0])
    s.wire(blocks(s, 'decode', 'decoder.last', 9), 'evidence.parts')
    s.wire('attention.context', 'evidence.parts')
    s.add('decide', 'decide-words', [0, 0], { vocabulary: 'french' })
    s.wire('evidence.features', 'decide.features')
    s.wire('decide.word', 'speak.word')
  })
  s.wire('speak.previous', 'said.words')
  s.add('start', 'dense', [0, 0], { size: SIZE, activation: 'tanh' })
  s.wire('encoder.last', 'start.features')
  s.wire('start.features', 'state.initial')
  return s.document
}
