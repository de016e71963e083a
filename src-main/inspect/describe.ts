/**
 * What was found in a model, as the page and the command line are told.
 */
import type { Model } from '#main/onnx/decode'
import type { ModelInput, ModelSite, OpenedModel } from '#shared/contract/contract'
import type { Graph, Value } from '#shared/ir/graph'
import { mayNotEnd } from './endless'
import type { DetectedSite, Detection } from './site'

export function describeModel(
  model: Model,
  { sites, refused }: Detection,
): Omit<OpenedModel, 'model' | 'name' | 'canvas'> {
  const operators = countOperators(model.graph, new Map())
  const loop = mayNotEnd(model.graph)
  const producer = `${model.producer} ${model.producerVersion}`.trim()
  return {
    ...(producer !== '' && { producer }),
    opsets: model.opsets,
    parameters: countParameters(model.graph),
    nodes: [...operators.values()].reduce((sum, count) => sum + count, 0),
    operators: Object.fromEntries([...operators].sort(([a], [b]) => (a < b ? -1 : 1))),
    inputs: model.graph.inputs.map(describeValue),
    outputs: model.graph.outputs.map(describeValue),
    sites: sites.map(describeSite),
    refused,
    ...(loop !== undefined && { mayNotEnd: loop }),
  }
}

/** Before a run, heads that only a run can tell count as one; slices say how many there are. */
export function describeSite(site: DetectedSite): ModelSite {
  const { id, name, operator, kind, causal, heads, shape, shown, reason, scopes } = site
  const single = kind === 'additive'
  return {
    ...{ id, operator, kind, causal, shape, shown },
    ...(reason === undefined ? {} : { reason }),
    node: name,
    title: scopes === undefined || scopes.length === 0 ? titleOf(name, operator) : scopes.join(' ▸ '),
    heads: heads ?? 1,
    rowAxis: single ? 'steps' : 'queries',
    columnAxis: single ? 'states' : 'keys',
  }
}

/** `/model/layers.0/self_attn/Softmax` → `model ▸ layers.0 ▸ self_attn`: exporters put the operator last. */
function titleOf(name: string, operator: string): string {
  const parts = name.split('/').filter((part) => part !== '')
  const last = parts.at(-1) ?? ''
  const path = parts.length > 1 && last.startsWith(operator) ? parts.slice(0, -1) : parts
  return path.join(' ▸ ') || name
}

function countParameters({ constants }: Graph): number {
  let count = 0
  for (const { dims } of constants.values()) count += dims.reduce((product, size) => product * size, 1)
  return count
}

/** Operators of the graph and of the bodies in it. */
function countOperators(graph: Graph, counts: Map<string, number>): Map<string, number> {
  for (const { op, domain, attributes } of graph.nodes) {
    const name = domain === '' ? op : `${domain}.${op}`
    counts.set(name, (counts.get(name) ?? 0) + 1)
    for (const attribute of Object.values(attributes))
      if (attribute.type === 'graph') countOperators(attribute.value, counts)
  }
  return counts
}

function describeValue({ name, dtype, shape }: Value): ModelInput {
  return { name, dtype, shape }
}
