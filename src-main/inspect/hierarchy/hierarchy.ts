/** A model as levels that a person can walk through. Nothing is computed before it is asked for. */
import { fault } from '#shared/base/fault'
import type { ModelMatch, ModelNode, ModelScope, TensorInfo } from '#shared/contract/model'
import type { Value } from '#shared/ir/graph'
import type { Model } from '../../onnx/decode'
import type { DetectedSite } from '../site'
import { detailsOf } from './details'
import { findIn } from './find'
import { graphsOf, type ModelGraph } from './graphs'
import { isConstant, type LevelContext, levelOf } from './level'

export interface Hierarchy {
  /** @throws FaultError `not-found` */
  scope(id: string): ModelScope
  find(text: string, limit: number): { readonly matches: readonly ModelMatch[]; readonly total: number }
  /** @throws FaultError `not-found` */
  node(id: string): ModelNode
}

export function hierarchyOf(model: Model, sites: readonly DetectedSite[], title: string): Hierarchy {
  const graphs = graphsOf(model, title)
  const sitesByName = new Map<string, string[]>()
  for (const { id, name } of sites) sitesByName.set(name, [...(sitesByName.get(name) ?? []), id])

  const context: LevelContext = {
    graphs,
    title,
    infoOf: (graph, value) => infoOf(graph, value),
    sitesOf: (graph, index) => {
      const node = graph.graph.nodes[index]!
      const name = node.source ?? node.outputs.find((output) => output !== undefined)?.name ?? node.op
      return sitesByName.get(name) ?? []
    },
  }

  return {
    scope(id) {
      for (const graph of graphs.values()) {
        const scope = graph.tree.scopes.get(id)
        if (scope !== undefined) return levelOf(context, graph, scope)
      }
      throw fault('not-found', `The model has no level “${id}”.`)
    },
    find: (text, limit) => findIn(graphs.values(), text, limit),
    node(id) {
      const at = id.lastIndexOf('#')
      const graph = graphs.get(id.slice(0, Math.max(0, at)))
      const index = Number(id.slice(at + 1))
      if (at < 0 || graph === undefined || graph.graph.nodes[index] === undefined)
        throw fault('not-found', `The model has no node “${id}”.`)
      return detailsOf(context, graph, index, id)
    },
  }
}

function infoOf(graph: ModelGraph, value: Value): TensorInfo {
  return { name: value.name, dtype: value.dtype, shape: value.shape, constant: isConstant(graph, value) }
}
