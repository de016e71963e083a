/** A model as levels that a person can walk through. Nothing is computed before it is asked for. */
import { fault } from '#shared/base/fault'
import type { ModelMatch, ModelNode, ModelScope, TensorInfo } from '#shared/contract/model'
import type { Value } from '#shared/ir/graph'
import type { Model } from '../../onnx/decode'
import type { BodyStep, DetectedSite } from '../site'
import { detailsOf } from './details'
import { findIn } from './find'
import { functionScope, graphsOf, type ModelGraph, nodeId } from './graphs'
import { isConstant, type LevelContext, levelOf } from './level'
import { type WireType, wireTypesOf } from './wireTypes'

export interface Hierarchy {
  /** @throws FaultError `not-found` */
  scope(id: string): ModelScope
  find(text: string, limit: number): { readonly matches: readonly ModelMatch[]; readonly total: number }
  /** @throws FaultError `not-found` */
  node(id: string): ModelNode
}

export function hierarchyOf(model: Model, sites: readonly DetectedSite[], title: string): Hierarchy {
  const graphs = graphsOf(model, title)
  const sitesByNode = new Map<string, string[]>()
  for (const { id, place } of sites) {
    const node = nodeId(graphKey(place.path), place.node)
    sitesByNode.set(node, [...(sitesByNode.get(node) ?? []), id])
  }

  const types = new Map<ModelGraph, ReadonlyMap<Value, WireType>>()
  /** Of a graph's own values and of those around it, which it may read. */
  function typeOf(graph: ModelGraph, value: Value): WireType | undefined {
    const outer = graph.around?.graph
    const known =
      types.get(graph) ??
      wireTypesOf(graph.graph, (other) => (outer && other ? typeOf(outer, other) : undefined))
    types.set(graph, known)
    return known.get(value) ?? (outer && typeOf(outer, value))
  }

  const context: LevelContext = {
    graphs,
    title,
    infoOf: (graph, value) => infoOf(graph, value, typeOf(graph, value)),
    sitesOf: (graph, index) => sitesByNode.get(nodeId(graph.key, index)) ?? [],
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

/** The graph at the end of a path: all calls of a function are shown as one. */
function graphKey(path: readonly BodyStep[]): string {
  return path.reduce(
    (key, step) =>
      step.function === undefined
        ? `${nodeId(key, step.node)}.${step.attribute}`
        : functionScope(step.function),
    '',
  )
}

function infoOf(graph: ModelGraph, value: Value, inferred: WireType | undefined): TensorInfo {
  const { name, dtype, shape } = value
  return {
    name,
    dtype: dtype === 'undefined' ? (inferred?.dtype ?? dtype) : dtype,
    shape: shape ?? inferred?.shape,
    constant: isConstant(graph, value),
  }
}
