/** A model as large as BERT-base, as an exporter would write it: 12 layers, 12 heads, 768 features, 30,522 words; 435 MB of float32. */
import { random } from '#shared/base/random'
import type { Attribute, DType, Graph, Tensor, Value } from '#shared/ir/graph'
import { encodeModel } from '../../src-main/onnx/encode'

export const WORDS = 30_522
const LAYERS = 12
const HEADS = 12
const WIDTH = 768
const HIDDEN = 3072
const LONGEST = 512

export function largeModel(): Uint8Array {
  const next = random(1)
  const shape = ['batch', 'sequence'] as const
  const value = (name: string, dtype: DType = 'float32'): Value => ({ name, dtype, shape: undefined })
  const words: Value = { name: 'input_ids', dtype: 'int64', shape }
  const graph: Graph = { name: 'large', inputs: [words], outputs: [], constants: new Map(), nodes: [] }

  function weight(name: string, dims: readonly number[], scale: number): Value {
    const size = dims.reduce((product, dim) => product * dim, 1)
    // A few thousand numbers again and again: nobody looks at them, and making 100 million takes long.
    const some = Float32Array.from({ length: Math.min(size, 4093) }, () => (next.uniform() - 0.5) * scale)
    const data = new Float32Array(size)
    for (let at = 0; at < size; at += some.length) data.set(some.subarray(0, size - at), at)
    return constant(name, { dtype: 'float32', dims, data })
  }
  function constant(name: string, tensor: Tensor): Value {
    const made: Value = { name, dtype: tensor.dtype, shape: tensor.dims }
    graph.constants.set(made, tensor)
    return made
  }
  function node(
    scope: string,
    op: string,
    inputs: Value[],
    attributes: Record<string, Attribute> = {},
  ): Value {
    const source = `${scope}/${op}`
    const output = value(`${source}_output_${graph.nodes.length}`)
    graph.nodes.push({ op, domain: '', inputs, outputs: [output], attributes, source })
    return output
  }
  const ints = (...values: number[]): Attribute => ({ type: 'ints', value: values.map(BigInt) })
  const int = (number: number): Attribute => ({ type: 'int', value: BigInt(number) })

  function dense(scope: string, x: Value, name: string, from: number, to: number): Value {
    const product = node(scope, 'MatMul', [x, weight(`${name}.weight`, [from, to], 0.05)])
    return node(scope, 'Add', [weight(`${name}.bias`, [to], 0.02), product])
  }
  function norm(scope: string, x: Value, name: string): Value {
    const inputs = [x, weight(`${name}.weight`, [WIDTH], 1), weight(`${name}.bias`, [WIDTH], 0.02)]
    return node(scope, 'LayerNormalization', inputs, { axis: int(-1) })
  }

  const split = constant('split', {
    dtype: 'int64',
    dims: [4],
    data: BigInt64Array.of(0n, 0n, BigInt(HEADS), BigInt(WIDTH / HEADS)),
  })
  const merged = constant('merged', {
    dtype: 'int64',
    dims: [3],
    data: BigInt64Array.of(0n, 0n, BigInt(WIDTH)),
  })
  const scale = constant('scale', {
    dtype: 'float32',
    dims: [],
    data: Float32Array.of(Math.sqrt(WIDTH / HEADS)),
  })

  const embedded = node('/embeddings', 'Gather', [weight('embeddings.words', [WORDS, WIDTH], 0.1), words])
  const first = constant('first', { dtype: 'int64', dims: [1], data: BigInt64Array.of(0n) })
  const sequence = constant('one', { dtype: 'int64', dims: [1], data: BigInt64Array.of(1n) })
  const length = node('/embeddings', 'Slice', [
    node('/embeddings', 'Shape', [words]),
    sequence,
    constant('two', { dtype: 'int64', dims: [1], data: BigInt64Array.of(2n) }),
  ])
  const positions = node('/embeddings', 'Slice', [
    weight('embeddings.positions', [LONGEST, WIDTH], 0.1),
    first,
    length,
    first,
  ])
  let x = norm('/embeddings', node('/embeddings', 'Add', [embedded, positions]), 'embeddings.norm')
  for (let layer = 0; layer < LAYERS; layer++) {
    const at = `/encoder/layer.${layer}`
    const own = `encoder.layer.${layer}`
    const self = `${at}/attention/self`
    const head = (name: string, ...perm: number[]) => {
      const projected = dense(`${self}/${name}`, x, `${own}.attention.self.${name}`, WIDTH, WIDTH)
      return node(self, 'Transpose', [node(self, 'Reshape', [projected, split])], { perm: ints(...perm) })
    }
    const query = head('query', 0, 2, 1, 3)
    const key = head('key', 0, 2, 3, 1)
    const worth = head('value', 0, 2, 1, 3)
    const scores = node(self, 'Div', [node(self, 'MatMul', [query, key]), scale])
    const weights = node(self, 'Softmax', [scores], { axis: int(-1) })
    const read = node(self, 'Transpose', [node(self, 'MatMul', [weights, worth])], { perm: ints(0, 2, 1, 3) })
    const output = `${at}/attention/output`
    const said = dense(
      `${output}/dense`,
      node(self, 'Reshape', [read, merged]),
      `${own}.attention.output.dense`,
      WIDTH,
      WIDTH,
    )
    const heard = norm(
      `${output}/LayerNorm`,
      node(output, 'Add', [said, x]),
      `${own}.attention.output.LayerNorm`,
    )
    const wide = dense(`${at}/intermediate/dense`, heard, `${own}.intermediate.dense`, WIDTH, HIDDEN)
    const bent = node(`${at}/intermediate`, 'Gelu', [wide])
    const narrow = dense(`${at}/output/dense`, bent, `${own}.output.dense`, HIDDEN, WIDTH)
    x = norm(
      `${at}/output/LayerNorm`,
      node(`${at}/output`, 'Add', [narrow, heard]),
      `${own}.output.LayerNorm`,
    )
  }
  const last: Value = { name: 'last_hidden_state', dtype: 'float32', shape: [...shape, WIDTH] }
  graph.nodes.push({
    op: 'Identity',
    domain: '',
    inputs: [x],
    outputs: [last],
    attributes: {},
    source: '/Identity',
  })
  graph.outputs.push(last)
  return encodeModel(graph)
}
