import { describe, expect, it } from 'vitest'
import { Bug } from '#shared/base/assert'
import {
  type Dim,
  type DType,
  emptyGraph,
  type Graph,
  type Node,
  type Tensor,
  type Value,
} from '#shared/ir/graph'
import { decodeModel } from './decode'
import { appendOutputs, encodeModel } from './encode'

function value(name: string, shape: readonly Dim[] | undefined, dtype: DType = 'float32'): Value {
  return { name, dtype, shape }
}

function node(op: string, inputs: (Value | undefined)[], outputs: Value[], rest: Partial<Node> = {}): Node {
  return { op, domain: '', inputs, outputs, attributes: {}, source: undefined, ...rest }
}

function negation(): Graph {
  const x = value('x', ['batch', 2])
  const y = value('y', ['batch', 2])
  return { ...emptyGraph('g'), inputs: [x], outputs: [y], nodes: [node('Neg', [x], [y], { source: 'n' })] }
}

const TENSORS: readonly Tensor[] = [
  { dtype: 'float32', dims: [2, 2], data: new Float32Array([1, -2, 3.5, Number.POSITIVE_INFINITY]) },
  { dtype: 'float64', dims: [1], data: new Float64Array([Math.PI]) },
  { dtype: 'int8', dims: [3], data: new Int8Array([-128, 0, 127]) },
  { dtype: 'uint8', dims: [3], data: new Uint8Array([0, 128, 255]) },
  { dtype: 'int16', dims: [2], data: new Int16Array([-32768, 32767]) },
  { dtype: 'uint16', dims: [2], data: new Uint16Array([0, 65535]) },
  { dtype: 'int32', dims: [2], data: new Int32Array([-(2 ** 31), 2 ** 31 - 1]) },
  { dtype: 'uint32', dims: [1], data: new Uint32Array([2 ** 32 - 1]) },
  { dtype: 'int64', dims: [], data: new BigInt64Array([-(2n ** 63n)]) },
  { dtype: 'uint64', dims: [1], data: new BigUint64Array([2n ** 64n - 1n]) },
  { dtype: 'bool', dims: [2], data: new Uint8Array([1, 0]) },
  { dtype: 'float16', dims: [2], data: new Uint16Array([0x3c00, 0xbc00]) },
  { dtype: 'bfloat16', dims: [1], data: new Uint16Array([0x3f80]) },
  { dtype: 'string', dims: [2], data: ['où', ''] },
  { dtype: 'float32', dims: [0, 4], data: new Float32Array() },
]

describe('a graph through its bytes', () => {
  it('keeps constants of every element type', () => {
    const graph = negation()
    TENSORS.forEach((tensor, i) => {
      graph.constants.set(value(`t${i}`, tensor.dims, tensor.dtype), tensor)
    })
    const back = decodeModel(encodeModel(graph)).graph
    const tensors = [...back.constants.values()].map(({ dtype, dims, data }) => ({ dtype, dims, data }))
    expect(tensors).toEqual(TENSORS)
    expect([...back.constants.keys()].map(({ name }) => name)).toEqual(TENSORS.map((_, i) => `t${i}`))
  })

  it('keeps attributes of every type', () => {
    const graph = negation()
    const attributes: Node['attributes'] = {
      int: { type: 'int', value: -(2n ** 63n) },
      float: { type: 'float', value: 0.5 },
      string: { type: 'string', value: 'tanh · ü' },
      ints: { type: 'ints', value: [1n, -1n, 2n ** 40n] },
      floats: { type: 'floats', value: [0, -0.25] },
      strings: { type: 'strings', value: ['a', ''] },
      none: { type: 'ints', value: [] },
    }
    graph.nodes.push(
      node('Odd', [undefined, graph.inputs[0]], [value('z', undefined)], { domain: 'mine', attributes }),
    )
    const back = decodeModel(encodeModel(graph, { opsets: { mine: 1 } }))
    const odd = back.graph.nodes[1]
    expect(odd?.domain).toBe('mine')
    expect(odd?.attributes).toEqual(attributes)
    expect(odd?.inputs).toEqual([undefined, back.graph.inputs[0]])
    expect(back.opsets).toEqual({ '': 21, mine: 1 })
  })

  it('lets a body read the values around it, as the same object', () => {
    const graph = negation()
    const condition = value('c', [], 'bool')
    const branch = (name: string): Graph => {
      const out = value(name, ['batch', 2])
      return { ...emptyGraph(name), outputs: [out], nodes: [node('Abs', [graph.outputs[0]], [out])] }
    }
    const chosen = value('chosen', ['batch', 2])
    graph.inputs.push(condition)
    graph.outputs.push(chosen)
    const attributes: Node['attributes'] = {
      then_branch: { type: 'graph', value: branch('yes') },
      else_branch: { type: 'graph', value: branch('no') },
    }
    graph.nodes.push(node('If', [condition], [chosen], { attributes }))
    const back = decodeModel(encodeModel(graph)).graph
    const then = back.nodes[1]?.attributes.then_branch
    expect(then?.type === 'graph' && then.value.nodes[0]?.inputs[0]).toBe(back.outputs[0])
  })

  it('keeps sizes, names of sizes, and sizes that nobody knows', () => {
    const graph = negation()
    graph.inputs.push(value('a', [0, 3, 'words', '?']), value('b', undefined))
    const back = decodeModel(encodeModel(graph)).graph
    expect(back.inputs.map(({ shape }) => shape)).toEqual([['batch', 2], [0, 3, 'words', '?1'], undefined])
  })

  it('carries metadata and names each node once', () => {
    const graph = negation()
    graph.nodes.push(node('Abs', [graph.inputs[0]], [value('q', undefined)], { source: 'n' }))
    const model = decodeModel(encodeModel(graph, { metadata: { heed: '{"é":1}' }, producerVersion: '0.1' }))
    expect(model.metadata).toEqual({ heed: '{"é":1}' })
    expect([model.producer, model.producerVersion, model.irVersion]).toEqual(['heed', '0.1', 10])
    expect(model.graph.nodes.map(({ source }) => source)).toEqual(['n', 'n/Abs_1'])
  })

  it('writes the shapes of inner values only when asked to', () => {
    const graph = negation()
    graph.nodes.push(node('Abs', [graph.inputs[0]], [value('q', [7])]))
    const shapeOf = (valueInfo: boolean) =>
      decodeModel(encodeModel(graph, { valueInfo })).graph.nodes[1]?.outputs[0]?.shape
    expect([shapeOf(false), shapeOf(true)]).toEqual([undefined, [7]])
  })
})

describe('a graph that must not be encoded', () => {
  it('holds a structured loop', () => {
    const graph = negation()
    graph.nodes.push(node('Loop', [], [], { domain: 'heed' }))
    expect(() => encodeModel(graph)).toThrow(Bug)
  })

  it('gives two values one name', () => {
    const graph = negation()
    graph.nodes.push(node('Abs', [graph.inputs[0]], [value('y', undefined)]))
    expect(() => encodeModel(graph)).toThrow('two values have the name "y"')
  })

  it('has a constant that its shape does not fit', () => {
    const graph = negation()
    graph.constants.set(value('w', [3]), { dtype: 'float32', dims: [3], data: new Float32Array(2) })
    expect(() => encodeModel(graph)).toThrow(Bug)
  })
})

describe('appended outputs', () => {
  it('come after those the model has, and leave its bytes as they were', () => {
    const graph = negation()
    graph.nodes.push(node('Abs', [graph.inputs[0]], [value('inner', undefined)]))
    const bytes = encodeModel(graph)
    const more = appendOutputs(bytes, [{ name: 'inner', dtype: 'float32', shape: ['batch', 2] }])
    expect(more.subarray(0, bytes.length)).toEqual(bytes)
    const back = decodeModel(more).graph
    expect(back.outputs).toEqual([
      { name: 'y', dtype: 'float32', shape: ['batch', 2] },
      { name: 'inner', dtype: 'float32', shape: ['batch', 2] },
    ])
  })
})
