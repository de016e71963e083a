/** Weights that PyTorch has a layer for: embeddings, linear layers, layer norms, recurrent layers. All others stay plain parameters. */
import { need } from '#shared/base/assert'
import type { Graph, Node, Tensor, Value } from '#shared/ir/graph'
import { everyNode } from '#shared/ir/walk'
import { intOf, shapeOf } from '#shared/ops/shapes'
import { epsilonOf } from './operators'

/** One PyTorch layer in place of a node. */
export interface Layer {
  /** What `__init__` says. */
  readonly build: string
  /** Its weights by PyTorch's names. */
  readonly weights: Readonly<Record<string, Tensor>>
  /** Takes the place of this node's output: a linear layer stands where its bias is added. */
  readonly at: Node
  /** What it is called with. */
  readonly input: Value
  /** Named after the weight: `attention.Wq`. */
  readonly name: string
}

export interface Layers {
  readonly layers: ReadonlyMap<Node, Layer>
  /** Nodes that are a part of a layer at another node. */
  readonly within: ReadonlySet<Node>
  /** Weights that lie in layers. */
  readonly taken: ReadonlySet<Value>
}

/** Block order of gates: PyTorch's from ONNX's (i o f c → i f g o; z r h → r z n). */
const GATES: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 2, 3, 1], GRU: [1, 0, 2], RNN: [0] }

/**
 * @param reads how often each value is read
 * @param weightOf the tensor of a trained weight, undefined for any other value
 */
export function findLayers(
  graph: Graph,
  reads: ReadonlyMap<Value, number>,
  weightOf: (value: Value) => Tensor | undefined,
): Layers {
  const layers = new Map<Node, Layer>()
  const within = new Set<Node>()
  const taken = new Set<Value>()
  const own = (value: Value | undefined): Tensor | undefined =>
    value && reads.get(value) === 1 ? weightOf(value) : undefined
  const readers = readersOf(graph)

  for (const node of everyNode(graph)) {
    const [first, second, third] = node.inputs
    let layer: Layer | undefined
    if (
      node.op === 'Gather' &&
      own(first)?.dims.length === 2 &&
      intOf(node.attributes, 'axis', 0) % 2 === 0
    ) {
      const weight = own(first)!
      const [count, size] = weight.dims
      layer = {
        build: `nn.Embedding(${count}, ${size})`,
        weights: { weight },
        at: node,
        input: second!,
        name: first!.name,
      }
      taken.add(first!)
    } else if (node.op === 'MatMul' && own(second)?.dims.length === 2) {
      const weight = own(second)!
      const [from, to] = weight.dims
      const next = readers.get(node.outputs[0]!)
      const bias = next && biasOf(next, node.outputs[0]!, own)
      if (bias) within.add(node)
      layer = {
        build: `nn.Linear(${from}, ${to}${bias ? '' : ', bias=False'})`,
        weights: { weight: transposed(weight), ...(bias && { bias: own(bias)! }) },
        at: bias ? next : node,
        input: first!,
        name: second!.name,
      }
      taken.add(second!)
      if (bias) taken.add(bias)
    } else if (node.op === 'LayerNormalization' && own(second) && own(third)) {
      layer = {
        build: `nn.LayerNorm(${shapeOf(second).at(-1)}, eps=${epsilonOf(node.attributes)})`,
        weights: { weight: own(second)!, bias: own(third)! },
        at: node,
        input: first!,
        name: second!.name,
      }
      taken.add(second!)
      taken.add(third!)
    } else if (GATES[node.op]) layer = recurrentLayer(node, own, taken)
    if (layer) layers.set(layer.at, layer)
  }
  return { layers, within, taken }
}

/** The one node that reads a value, where there is exactly one. */
function readersOf(graph: Graph): Map<Value, Node | undefined> {
  const readers = new Map<Value, Node | undefined>()
  for (const node of everyNode(graph))
    for (const input of node.inputs) if (input) readers.set(input, readers.has(input) ? undefined : node)
  return readers
}

function biasOf(
  node: Node,
  product: Value,
  own: (value: Value | undefined) => Tensor | undefined,
): Value | undefined {
  if (node.op !== 'Add' || node.loop) return undefined
  const other = node.inputs.find((input) => input !== product)
  return own(other)?.dims.length === 1 ? other : undefined
}

/** Forward or both directions, with the reset gate as PyTorch has it; others are written out. */
function recurrentLayer(
  node: Node,
  own: (value: Value | undefined) => Tensor | undefined,
  taken: Set<Value>,
): Layer | undefined {
  const [x, w, r, b] = node.inputs
  const [W, R, B] = [own(w), own(r), own(b)]
  const direction = textOf(node, 'direction')
  if (!W || !R || !B || direction === 'reverse') return undefined
  if (node.op === 'GRU' && intOf(node.attributes, 'linear_before_reset', 0) === 0) return undefined
  const order = need(GATES[node.op], node.op)
  const hidden = R.dims[2]!
  const weights: Record<string, Tensor> = {}
  for (let d = 0; d < W.dims[0]!; d++) {
    const end = d === 0 ? '_l0' : '_l0_reverse'
    weights[`weight_ih${end}`] = blocks(W, d, order, hidden, 0, W.dims[2]!)
    weights[`weight_hh${end}`] = blocks(R, d, order, hidden, 0, hidden)
    weights[`bias_ih${end}`] = blocks(B, d, order, hidden, 0, 1)
    weights[`bias_hh${end}`] = blocks(B, d, order, hidden, order.length * hidden, 1)
  }
  for (const value of [w!, r!, b!]) taken.add(value)
  const both = direction === 'bidirectional' ? ', bidirectional=True' : ''
  return {
    build: `nn.${node.op}(${W.dims[2]}, ${hidden}${both})`,
    weights,
    at: node,
    input: x!,
    name: w!.name.replace(/\.W(?=\d)/, '.layer'),
  }
}

export function textOf(node: Node, name: string): string {
  const attribute = node.attributes[name]
  return attribute?.type === 'string' ? attribute.value : ''
}

/** Gate blocks of one direction, in another order; `width` 1 gives a vector. */
function blocks(
  { dims, data }: Tensor,
  direction: number,
  order: readonly number[],
  hidden: number,
  from: number,
  width: number,
): Tensor {
  const rows = dims[1]!
  const out = new Float32Array(order.length * hidden * width)
  order.forEach((gate, i) => {
    const start = (direction * rows + from + gate * hidden) * width
    out.set((data as Float32Array).subarray(start, start + hidden * width), i * hidden * width)
  })
  const count = order.length * hidden
  return { dtype: 'float32', dims: width === 1 && dims.length === 2 ? [count] : [count, width], data: out }
}

function transposed({ dims, data }: Tensor): Tensor {
  const [rows, columns] = dims as [number, number]
  const out = new Float32Array(rows * columns)
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = (data as Float32Array)[i * columns + j]!
  return { dtype: 'float32', dims: [columns, rows], data: out }
}
