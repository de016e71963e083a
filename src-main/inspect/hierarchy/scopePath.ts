/**
 * Which scopes a node lies in, by what its exporter called it: `/model/layers.0/self_attn/Softmax` (PyTorch's legacy exporter,
 * TensorFlow), `model.layers.0.self_attn.softmax` (dotted), or the metadata that PyTorch's dynamo exporter leaves on each node.
 */
import type { Node } from '#shared/ir/graph'

/** Metadata of a node by PyTorch's dynamo exporter: a Python list of qualified names, the last one the node's own. */
export const NAME_SCOPES = 'pkg.torch.onnx.name_scopes'

/** A path that is deeper is cut: no network is built so, and each scope is an object in memory. */
const DEEPEST = 24

export type NameStyle = 'metadata' | 'slashes' | 'dots' | 'none'

/** How most nodes of a graph are named. */
export function nameStyleOf(nodes: readonly Node[], metadata: ReadonlyMap<Node, string>): NameStyle {
  let scoped = 0
  let slashed = 0
  let dotted = 0
  for (const node of nodes) {
    if (metadata.has(node)) scoped++
    const name = node.source ?? ''
    if (name.replace(/^\//, '').includes('/')) slashed++
    else if (/^[A-Za-z_][\w]*\.[\w.]+/.test(name)) dotted++
  }
  const enough = nodes.length * 0.3
  if (scoped > enough) return 'metadata'
  if (slashed > enough) return 'slashes'
  if (dotted > enough) return 'dots'
  return 'none'
}

/** Scopes from the outermost to the innermost; the node's own name is not among them. */
export function scopePathOf(
  node: Node,
  style: NameStyle,
  metadata: ReadonlyMap<Node, string>,
): readonly string[] {
  const path = pathOf(node, style, metadata)
  return path.slice(0, DEEPEST)
}

function pathOf(node: Node, style: NameStyle, metadata: ReadonlyMap<Node, string>): readonly string[] {
  const name = node.source ?? ''
  switch (style) {
    case 'metadata': {
      const listed = metadata.get(node)
      return listed === undefined ? [] : fromQualified(quoted(listed).slice(0, -1))
    }
    case 'slashes':
      return name
        .split('/')
        .filter((part) => part !== '')
        .slice(0, -1)
    case 'dots':
      return withNumbers(name.split('.').slice(0, -1))
    case 'none':
      return []
  }
}

/** The texts of a Python list of texts. */
function quoted(list: string): string[] {
  return [...list.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? '')
}

/** `model`, `model.layers.0` → `model`, `layers.0`. */
function fromQualified(names: readonly string[]): string[] {
  const path: string[] = []
  let before = ''
  for (const name of names) {
    if (name === '' || name === before) continue
    path.push(before !== '' && name.startsWith(`${before}.`) ? name.slice(before.length + 1) : name)
    before = name
  }
  return path
}

/** `layers`, `0` → `layers.0`: a number by itself says nothing. */
function withNumbers(parts: readonly string[]): string[] {
  const path: string[] = []
  for (const part of parts) {
    const last = path.at(-1)
    if (/^\d+$/.test(part) && last !== undefined && !/\.\d+$/.test(last))
      path[path.length - 1] = `${last}.${part}`
    else if (part !== '') path.push(part)
  }
  return path
}
