/**
 * Weights as a value of the graph that they lie in: there already, asked of a fused operator, or computed beside it.
 */
import type { Model } from '#main/onnx/decode'
import { type GraphDraft, type ModelDraft, makeNode } from '#main/onnx/rewrite'
import type { NodeProto } from '#main/onnx/schema'
import { need } from '#shared/base/assert'
import type { DType } from '#shared/ir/graph'
import type { Fetch, WeightsFrom } from './site'

const MICROSOFT = 'com.microsoft'
/** From here on, Split takes its sizes as an input. */
const SIZES_AS_INPUT = 13
const ATTENTION = { bias: 2, mask: 3, attentionBias: 5 }

/** @returns the value's name in the graph at `fetch.path` */
export function makeWeights(draft: ModelDraft, model: Model, { path, from, dtype }: Fetch): string {
  if (from.how === 'value') return from.value
  const graph = draft.at(path)
  switch (from.how) {
    case 'quantised': {
      const inputs = [from.value, from.scale, ...(from.zero === '' ? [] : [from.zero])]
      return once(graph, from.result, () => ({ op: 'DequantizeLinear', inputs, outputs: [from.result] }))
    }
    case 'output':
      return outputOf(graph, from)
    case 'scores':
      return scoresOf(graph, from, dtype)
    case 'packed':
      return unpack(graph, from, model.opsets[''] ?? 1, dtype)
  }
}

/** Calls of one function share what is added to it. */
const added = new WeakMap<GraphDraft, Set<string>>()

function known(graph: GraphDraft): Set<string> {
  const before = added.get(graph) ?? new Set()
  added.set(graph, before)
  return before
}

function once(graph: GraphDraft, name: string, node: () => Parameters<typeof makeNode>[0]): string {
  const before = known(graph)
  if (!before.has(name)) graph.add(makeNode(node()))
  before.add(name)
  return name
}

function outputOf(
  graph: GraphDraft,
  { node, outputs, ints, beside }: WeightsFrom & { how: 'output' },
): string {
  const result = need(outputs.at(-1), 'a name for the weights')
  if (known(graph).has(result)) return result
  known(graph).add(result)
  if (beside) graph.add(makeBeside(graph, node, result, ints))
  else {
    graph.node(node).output = [...outputs]
    for (const [name, value] of Object.entries(ints)) graph.setInt(node, name, value)
  }
  return result
}

/** A copy of a node whose fourth output is `name`, with these attributes. */
function makeBeside(
  graph: GraphDraft,
  node: number,
  name: string,
  ints: Readonly<Record<string, number>>,
): NodeProto {
  const own = graph.node(node)
  const outputs = [0, 1, 2].map((i) => (i === 0 || own.output[i] ? `${name}.unused${i}` : ''))
  return makeNode({
    op: own.opType,
    domain: own.domain,
    inputs: own.input,
    outputs: [...outputs, name],
    ints,
    attributes: own.attribute.filter((each) => !(each.name in ints)),
  })
}

/**
 * MultiHeadAttention that gives its scores computes in another order than one that need not, to a few parts in ten million: the model
 * keeps its own, and another one beside it gives the scores.
 */
function scoresOf(graph: GraphDraft, from: WeightsFrom & { how: 'scores' }, dtype: DType): string {
  const { node, result } = from
  if (known(graph).has(result)) return result
  const scores = from.own === '' ? `${result}.scores` : from.own
  if (from.own === '') graph.add(makeBeside(graph, node, scores, {}))
  graph.declare(scores, dtype)
  return once(graph, result, () => ({
    op: 'Softmax',
    inputs: [scores],
    outputs: [result],
    ints: { axis: 3 },
  }))
}

/** Attention → MatMul, Add, Split, MultiHeadAttention: the runtime's own kernel does the same, in the same order. */
function unpack(
  graph: GraphDraft,
  from: WeightsFrom & { how: 'packed' },
  opset: number,
  dtype: DType,
): string {
  const before = graph.node(from.node)
  const { input, attribute } = before
  const name = (what: string) => `${from.result}.${what}`
  const [projected, biased, sizes] = [name('projected'), name('biased'), name('sizes')]
  const [query, key, value] = [name('query'), name('key'), name('value')]
  const bias = input[ATTENTION.bias] ?? ''
  const data = BigInt64Array.from(from.sizes, BigInt)
  const last = { axis: -1 }
  const split =
    opset < SIZES_AS_INPUT
      ? { inputs: [bias === '' ? projected : biased], intLists: { split: from.sizes } }
      : { inputs: [bias === '' ? projected : biased, sizes] }
  const kept = ['num_heads', 'unidirectional', 'mask_filter_value', 'scale']
  const inputs = [query, key, value, '', input[ATTENTION.mask] ?? '', input[ATTENTION.attentionBias] ?? '']
  graph.declare(name('scores'), dtype)
  graph.replace(from.node, [
    makeNode({ op: 'MatMul', inputs: [input[0] ?? '', input[1] ?? ''], outputs: [projected] }),
    ...(bias === '' ? [] : [makeNode({ op: 'Add', inputs: [projected, bias], outputs: [biased] })]),
    ...(opset < SIZES_AS_INPUT
      ? []
      : [
          makeNode({
            op: 'Constant',
            inputs: [],
            outputs: [sizes],
            tensors: { value: { dtype: 'int64', dims: [3], data } },
          }),
        ]),
    makeNode({ op: 'Split', ...split, outputs: [query, key, value], ints: last }),
    makeNode({
      op: 'MultiHeadAttention',
      domain: MICROSOFT,
      inputs,
      outputs: [before.output[0] ?? '', '', '', name('scores')],
      attributes: attribute.filter((each) => kept.includes(each.name)),
    }),
    makeNode({ op: 'Softmax', inputs: [name('scores')], outputs: [from.result], ints: { axis: 3 } }),
  ])
  return from.result
}
