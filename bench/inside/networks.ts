/** What `bench -- train` trains: templates, a template made wider, a classifier with an LSTM. */
import type { HeedDocument } from '#shared/document/document'
import { fromTask } from '../../src-main/templates/fromTask'
import { sketch } from '../../src-main/templates/sketch'
import { templateDocument } from './prepared'

const own: Readonly<Record<string, () => HeedDocument>> = {
  'transformer-128': () => wider(templateDocument('transformer')),
  'lstm-classifier': lstmClassifier,
}

export function networkDocument(id: string): HeedDocument {
  return own[id]?.() ?? templateDocument(id)
}

/** Every size twice as large. */
function wider(document: HeedDocument): HeedDocument {
  const nodes = Object.entries(document.nodes).map(([id, node]) => {
    const { size } = node.params
    return [
      id,
      typeof size === 'number' ? { ...node, params: { ...node.params, size: 2 * size } } : node,
    ] as const
  })
  return { ...document, nodes: Object.fromEntries(nodes) }
}

/** 30 symbols, 128 units, the last state decides. */
function lstmClassifier(): HeedDocument {
  const s = sketch('LSTM classifier', { ...fromTask('marked', {}, ['sequence']), note: '' })
  s.add('sequence', 'words', [0, 80], { field: 'sequence', vocabulary: 'symbols' })
  s.add('embed', 'embedding', [290, 80], { size: 64 })
  s.add('reader', 'lstm', [580, 80], { size: 128 })
  s.add('class', 'decide-class', [1220, 60], { vocabulary: 'letters' })
  s.wire('sequence.words', 'embed.words')
  s.wire('embed.vectors', 'reader.sequence')
  s.wire('reader.last', 'class.features')
  return s.document
}
