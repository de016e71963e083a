/**
 * Which tables a model looks rows up in by an input: how many words it knows, and how many places of a sequence. Read from the graph, without
 * running it.
 */
import type { Model } from '#main/onnx/decode'
import type { Graph, Node, Tensor, Value } from '#shared/ir/graph'
import { everyNode } from '#shared/ir/walk'

export interface Tables {
  /** Rows of the smallest table that an input's numbers choose from; inputs that choose none are absent. */
  readonly rows: ReadonlyMap<Value, number>
  /** Places that a sequence of words may have; undefined where the file does not tell. */
  readonly longest: number | undefined
}

/** Numbers stay what they are through these, or stay in their bounds. */
const SAME = new Set([
  'Identity',
  'Cast',
  'Unsqueeze',
  'Squeeze',
  'Reshape',
  'Flatten',
  'Transpose',
  'Expand',
  'Slice',
])
const TABLE_STEPS = 6
const MOST_VALUES = 500
/** A table of fewer rows holds kinds of tokens, not places. */
const LEAST_PLACES = 8

export function tablesOf(model: Model): Tables {
  const links = linksOf(model.graph)
  const rows = new Map<Value, number>()
  const chosen = new Set<Node>()
  const widths = new Set<number>()
  for (const input of model.graph.inputs) {
    for (const { node, index } of lookUps(links, input)) {
      const table = tableBehind(links, node, index)
      if (table === undefined) continue
      rows.set(input, Math.min(table[0], rows.get(input) ?? Number.POSITIVE_INFINITY))
      if (!isPlaces(input)) {
        chosen.add(node)
        widths.add(table[1])
      }
    }
  }
  return { rows, longest: longestOf(model.graph, links, chosen, widths) }
}

interface Links {
  readonly uses: ReadonlyMap<Value, readonly { readonly node: Node; readonly index: number }[]>
  readonly makers: ReadonlyMap<Value, Node>
  readonly constants: ReadonlyMap<Value, Tensor>
}

function linksOf(graph: Graph): Links {
  const uses = new Map<Value, { node: Node; index: number }[]>()
  const makers = new Map<Value, Node>()
  const constants = new Map(graph.constants)
  for (const node of everyNode(graph)) {
    for (const output of node.outputs) if (output !== undefined) makers.set(output, node)
    for (const [index, input] of node.inputs.entries()) {
      if (input === undefined) continue
      const known = uses.get(input)
      if (known === undefined) uses.set(input, [{ node, index }])
      else known.push({ node, index })
    }
    for (const attribute of Object.values(node.attributes))
      if (attribute.type === 'graph')
        for (const [value, tensor] of attribute.value.constants) constants.set(value, tensor)
  }
  return { uses, makers, constants }
}

/** Where an input's numbers choose rows. */
function* lookUps(links: Links, input: Value): Generator<{ node: Node; index: number }> {
  const seen = new Set([input])
  const open = [input]
  for (let value = open.pop(); value !== undefined && seen.size < MOST_VALUES; value = open.pop())
    for (const use of links.uses.get(value) ?? []) {
      if (use.node.op === 'Gather' ? use.index === 1 : isEmbedding(use.node)) yield use
      else if (SAME.has(use.node.op) && use.index === 0)
        for (const output of use.node.outputs)
          if (output !== undefined && !seen.has(output)) {
            seen.add(output)
            open.push(output)
          }
    }
}

/** onnxruntime's fused form: ids, types, and the tables of words, places and types. */
function isEmbedding({ op }: Node): boolean {
  return op === 'EmbedLayerNormalization'
}

function tableBehind(links: Links, node: Node, index: number): readonly [number, number] | undefined {
  if (isEmbedding(node)) return index > 1 ? undefined : tableOf(links, node.inputs[index === 0 ? 2 : 4])
  const axis = node.attributes.axis
  // Counted from the back, rows are −2.
  if (axis?.type === 'int' && axis.value !== 0n && axis.value !== -2n) return undefined
  return tableOf(links, node.inputs[0])
}

/** Rows and columns of a constant, quantised or not. */
function tableOf(links: Links, value: Value | undefined): readonly [number, number] | undefined {
  for (let at = value, step = 0; at !== undefined && step < TABLE_STEPS; step++) {
    const tensor = links.constants.get(at)
    if (tensor !== undefined) {
      const [rows, columns] = tensor.dims
      return tensor.dims.length === 2 && rows !== undefined && columns !== undefined
        ? [rows, columns]
        : undefined
    }
    const maker = links.makers.get(at)
    const held = maker?.op === 'Constant' ? maker.attributes.value : undefined
    if (held?.type === 'tensor') {
      const [rows, columns] = held.value.dims
      return held.value.dims.length === 2 ? [rows!, columns!] : undefined
    }
    if (maker === undefined || !['Identity', 'Cast', 'DequantizeLinear'].includes(maker.op)) return undefined
    at = maker.inputs[0]
  }
  return undefined
}

function isPlaces({ name }: Value): boolean {
  return /position/i.test(name)
}

/** Tables as wide as that of the words, but chosen from by where a word stands. */
function longestOf(
  graph: Graph,
  links: Links,
  chosen: ReadonlySet<Node>,
  widths: ReadonlySet<number>,
): number | undefined {
  const places: number[] = []
  for (const node of everyNode(graph)) {
    if (node.op === 'EmbedLayerNormalization') {
      const table = tableOf(links, node.inputs[3])
      if (table !== undefined) places.push(table[0])
    }
    if (node.op !== 'Gather' || chosen.has(node)) continue
    const table = tableBehind(links, node, 1)
    if (table === undefined || !widths.has(table[1]) || table[0] < LEAST_PLACES) continue
    // RoBERTa and OPT count from 2: the first places are those of padding.
    places.push(isCounted(links, node.inputs[1]) ? table[0] - 2 : table[0])
  }
  return places.length === 0 ? undefined : Math.min(...places)
}

/** Whether places are found by counting the words that are no padding. */
function isCounted(links: Links, value: Value | undefined): boolean {
  const open = [value]
  for (let step = 0; open.length > 0 && step < 40; step++) {
    const maker = links.makers.get(open.shift() as Value)
    if (maker?.op === 'CumSum') return true
    open.push(...(maker?.inputs ?? []).filter((input) => input !== undefined))
  }
  return false
}
