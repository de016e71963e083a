/**
 * Dropout in training: each element is set to zero or scaled up by a mask that is given with each step, made in TypeScript from a seed. All masks
 * are one input, so that a loop of many steps has not many inputs.
 */
import { assert, need } from '#shared/base/assert'
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

/**
 * The masks of some of a batch's examples, out of those of all of them, so that each example has the same ones as in the whole batch. What is
 * dropped of no example's own is dropped for all alike.
 * @param whole places of a graph of all `count` examples
 * @param places of the same graph for the examples `from` to `to`
 */
export function masksOfPart(
  masks: Float32Array,
  whole: readonly NoisePlace[],
  places: readonly NoisePlace[],
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): Float32Array {
  const part = new Float32Array(places.reduce((sum, { size }) => sum + size, 0))
  let read = 0
  let written = 0
  whole.forEach(({ size }, i) => {
    const own = need(places[i], 'a place in the part').size
    const shared = own === size
    assert(shared || own * count === size * (to - from), 'masks have a row for each example', { own, size })
    const start = shared ? read : read + (size / count) * from
    part.set(masks.subarray(start, start + own), written)
    read += size
    written += own
  })
  return part
}

function sizesOf(node: Node): number[] {
  return shapeOf(need(node.outputs[0], 'the output of a Dropout')).map(Number)
}

function rateOf(builder: Builder, node: Node): number {
  const rate = node.inputs[1] && builder.root.constants.get(node.inputs[1])
  return Number(need(rate, 'the rate of a Dropout').data[0])
}
