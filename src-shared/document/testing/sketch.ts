/** Small documents in few words, for tests of inference. */
import type { ParamValue } from '../../kinds/kind'
import { emptyDocument, type HeedDocument } from '../document'

export type Sketch = Record<string, [kind: string, params?: Record<string, ParamValue>, parent?: string]>

export const WORDS = ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two']

/** A document of these nodes, wired as `source.port > target.port`. */
export function sketch(nodes: Sketch, wires: readonly string[]): HeedDocument {
  const document = emptyDocument()
  document.vocabularies.source = WORDS
  for (const [id, [kind, params = {}, parent]] of Object.entries(nodes)) {
    const node = { id, kind, version: 1, params, position: { x: 0, y: 0 } }
    document.nodes[id] = parent === undefined ? node : { ...node, parent }
  }
  wires.forEach((wire, order) => {
    const [from, to] = wire.split(' > ').map((end) => {
      const [node, port] = end.split('.')
      return { node: node!, port: port! }
    })
    document.wires[wire] = { id: wire, from: from!, to: to!, order }
  })
  return document
}

export const text: Sketch = { x: ['words', { field: 'source' }], e: ['embedding', { size: 8 }] }
export const row = (field: string, size: number): Sketch[string] => [
  'table',
  { field, names: Array.from({ length: size }, (_, i) => `n${i}`).join() },
]
export const series = (field: string, channels = 2): Sketch[string] => ['series', { field, channels }]
