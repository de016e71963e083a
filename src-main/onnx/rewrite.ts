/**
 * Small changes to a model that was read, written back with everything else as it was.
 */
import { create } from '@bufbuild/protobuf'
import { need } from '#shared/base/assert'
import { writeModel } from './bytes'
import type { Model } from './decode'
import { type NodeProto, schemaOf } from './schema'

export interface NodeEdit {
  /** Which node of the main graph, counted as `model.graph.nodes` is. */
  readonly index: number
  /** All outputs by name, `''` for those that are left out. */
  readonly outputs: readonly string[]
  /** Integer attributes to set. */
  readonly ints: Readonly<Record<string, number>>
}

/** The model's bytes with these nodes changed. Weights are copied once; the model itself stays as it is. */
export function editNodes(model: Model, edits: readonly NodeEdit[]): Uint8Array {
  const graph = need(model.proto.graph, 'a graph')
  const node = [...graph.node]
  for (const edit of edits) node[edit.index] = edited(need(node[edit.index], `node ${edit.index}`), edit)
  return writeModel({ ...model.proto, graph: { ...graph, node } })
}

function edited(node: NodeProto, { outputs, ints }: NodeEdit): NodeProto {
  const set = Object.entries(ints).map(([name, value]) =>
    create(schemaOf('AttributeProto'), { name, type: 2, i: BigInt(value) }),
  )
  const attribute = [...node.attribute.filter(({ name }) => !(name in ints)), ...set]
  return { ...node, output: [...outputs], attribute }
}
