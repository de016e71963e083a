/**
 * A model's own functions are put in place of the nodes that call them. One that calls itself would never end, and a few that call one
 * another many times would fill any memory.
 */
import { fault } from '#shared/base/fault'
import type { Model } from './decode'
import type { NodeProto } from './schema'

/** Nodes of a model with its functions put in place, at the most. */
const MOST_NODES = 5_000_000
/** Functions that call one another in a row. */
const DEEPEST = 200

/** @throws FaultError `bad-model` or `too-large` */
export function checkFunctions({ proto }: Pick<Model, 'proto'>): void {
  if (proto.functions.length === 0) return
  const functions = new Map(proto.functions.map((each) => [keyOf(each.domain, each.name), each] as const))
  const sizes = new Map<string, number>()

  function sizeOf(nodes: readonly NodeProto[], within: readonly string[]): number {
    let size = nodes.length
    for (const node of nodes) {
      size += sizeOfCall(keyOf(node.domain, node.opType), within)
      for (const { g, graphs } of node.attribute)
        for (const graph of g === undefined ? graphs : [g, ...graphs]) size += sizeOf(graph.node, within)
    }
    if (size > MOST_NODES)
      throw fault(
        'too-large',
        `The model's own functions stand for more than ${MOST_NODES} nodes; Heed does not open it.`,
      )
    return size
  }

  function sizeOfCall(key: string, within: readonly string[]): number {
    const called = functions.get(key)
    if (called === undefined) return 0
    if (within.includes(key))
      throw fault(
        'bad-model',
        `The model's function “${called.name}” calls itself${within.at(-1) === key ? '' : ` through “${functions.get(within.at(-1) ?? '')?.name}”`}: it would never end.`,
      )
    if (within.length > DEEPEST)
      throw fault('too-large', `The model's own functions call one another more than ${DEEPEST} deep.`)
    const known = sizes.get(key)
    if (known !== undefined) return known
    const size = sizeOf(called.node, [...within, key])
    sizes.set(key, size)
    return size
  }

  sizeOf(proto.graph?.node ?? [], [])
  for (const key of functions.keys()) sizeOfCall(key, [])
}

function keyOf(domain: string, name: string): string {
  return `${domain === 'ai.onnx' ? '' : domain}::${name}`
}
