/** A short way to write documents in code: templates, tests and benchmarks. */
import { assert } from '#shared/base/assert'
import { type DocumentNode, emptyDocument, type HeedDocument, type PortRef } from '#shared/document/document'
import { portsOf } from '#shared/document/structure'
import type { Params } from '#shared/kinds/kind'
import { kindOf, withDefaults } from '#shared/kinds/registry'

export interface Sketch {
  readonly document: HeedDocument
  /** Places a node; `at` in canvas units, relative to the loop it lies in. */
  add(
    id: string,
    kind: string,
    at: readonly [number, number],
    params?: Params,
    extra?: Partial<DocumentNode>,
  ): string
  /** A loop of this size; `inside` places its nodes. */
  loop(
    id: string,
    kind: string,
    box: readonly [number, number, number, number],
    params: Params,
    inside: () => void,
  ): void
  /** `'encoder.states'` to `'attention.keys'`. */
  wire(from: string, to: string): void
}

export function sketch(title: string, given: Partial<HeedDocument> = {}): Sketch {
  const document: HeedDocument = { ...emptyDocument(title), ...given, nodes: {}, wires: {} }
  let parent: string | undefined
  let wires = 0
  const ref = (text: string, side: 'inputs' | 'outputs'): PortRef => {
    const at = text.indexOf('.')
    const end = { node: text.slice(0, at), port: text.slice(at + 1) }
    const node = document.nodes[end.node]
    assert(node && portsOf(node)[side][end.port], `${title}: no ${side.slice(0, -1)} ${text}`)
    return end
  }
  const place = (node: DocumentNode): string => {
    assert(!document.nodes[node.id], `${title}: two nodes ${node.id}`)
    document.nodes[node.id] = node
    return node.id
  }
  const base = (id: string, kind: string, params: Params) => ({
    id,
    kind,
    version: kindOf(kind).version,
    params: { ...withDefaults(kindOf(kind), params) },
    ...(parent === undefined ? {} : { parent }),
  })
  return {
    document,
    add: (id, kind, [x, y], params = {}, extra = {}) =>
      place({ ...base(id, kind, params), position: { x, y }, ...extra }),
    loop(id, kind, [x, y, width, height], params, inside) {
      place({ ...base(id, kind, params), position: { x, y }, size: { width, height } })
      const outer = parent
      parent = id
      inside()
      parent = outer
    },
    wire(from, to) {
      const id = `w${++wires}`
      document.wires[id] = { id, from: ref(from, 'outputs'), to: ref(to, 'inputs'), order: wires }
    },
  }
}
