/**
 * Dropout in training: each element is set to zero or scaled up by a mask that is given with each step, made in TypeScript from a seed. All masks
 * are one input, so that a loop of many steps has not many inputs.
 */
import { need } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import { type Graph, type Node, sizeOf } from '#shared/ir/graph'
import { operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Name of the input that holds all masks. */
export const NOISE = 'heed.noise'

export interface NoisePlace {
  readonly size: number
  readonly rate: number
}

/** Changes a pruned graph in place: `Dropout` becomes a product. Gives what the input {@link NOISE} must hold; without dropout there is none. */
export function maskDropout(builder: Builder, graph: Graph): NoisePlace[] {
  const drops = graph.nodes.filter((node) => node.op === 'Dropout')
  const places = drops.map(
    (node): NoisePlace => ({ size: sizeOf(sizesOf(node)), rate: rateOf(builder, node) }),
  )
  if (places.length === 0) return []
  const op = operators(builder)
  const all = builder.input(NOISE, 'float32', [places.reduce((sum, { size }) => sum + size, 0)])
  const nodes = graph.nodes.splice(0)
  const masks = op.Split(
    all,
    0,
    places.map(({ size }) => size),
  )
  for (const node of nodes) {
    const at = drops.indexOf(node)
    if (at < 0) {
      graph.nodes.push(node)
      continue
    }
    const mask = op.Reshape(masks[at]!, sizesOf(node))
    graph.nodes.push({ ...node, op: 'Mul', inputs: [node.inputs[0], mask], attributes: {} })
  }
  return places
}

/** Fills the masks of one step. */
export function drawMasks(places: readonly NoisePlace[], uniform: () => number): Float32Array {
  const masks = new Float32Array(places.reduce((sum, { size }) => sum + size, 0))
  let at = 0
  for (const { size, rate } of places) {
    const kept = 1 / (1 - rate)
    for (const end = at + size; at < end; at++) masks[at] = uniform() < rate ? 0 : kept
  }
  return masks
}

function sizesOf(node: Node): number[] {
  return shapeOf(need(node.outputs[0], 'the output of a Dropout')).map(Number)
}

function rateOf(builder: Builder, node: Node): number {
  const rate = node.inputs[1] && builder.root.constants.get(node.inputs[1])
  return Number(need(rate, 'the rate of a Dropout').data[0])
}
