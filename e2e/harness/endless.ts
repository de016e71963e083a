/** A model whose run does not end. */
import { emptyGraph, type Graph, type Value } from '#shared/ir/graph'

/** Turns a flag for ever; nothing in the file says so. */
export function endless(): Graph {
  const value = (name: string, dtype: 'bool' | 'int64' = 'bool'): Value => ({ name, dtype, shape: [] })
  const [x, yes, y, step, before, state] = [
    value('x'),
    value('yes'),
    value('y'),
    value('step', 'int64'),
    value('before'),
    value('state'),
  ]
  const [not, next] = [value('not'), value('next')]
  const node = (op: string, inputs: (Value | undefined)[], outputs: Value[]) => ({
    op,
    domain: '',
    inputs,
    outputs,
    attributes: {},
  })
  const body: Graph = {
    ...emptyGraph('body'),
    inputs: [step, before, state],
    outputs: [next, not],
    nodes: [node('Not', [state], [not]), node('Or', [state, not], [next])],
  }
  const graph: Graph = { ...emptyGraph('g'), inputs: [x], outputs: [y], nodes: [] }
  graph.constants.set(yes, { dtype: 'bool', dims: [], data: Uint8Array.of(1) })
  const loop = node('Loop', [undefined, yes, x], [y])
  graph.nodes.push({ ...loop, attributes: { body: { type: 'graph', value: body } } })
  return graph
}
