/** How a model cuts a picture into patches: by the stride of its first convolution. */
import type { Model } from '#main/onnx/decode'
import type { Node, Value } from '#shared/ir/graph'
import type { PictureRule } from './rule'

const MOST_VALUES = 60

/** Rows and columns of patches; undefined where nothing tells. */
export function patchGrid({ graph }: Model, rule: PictureRule): readonly [number, number] | undefined {
  const seen = new Set<Value>([rule.input])
  const open: Value[] = [rule.input]
  for (let value = open.shift(); value !== undefined && seen.size < MOST_VALUES; value = open.shift())
    for (const node of graph.nodes) {
      if (!node.inputs.includes(value)) continue
      const grid =
        node.op === 'Conv' || node.op === 'ConvInteger' ? gridOf(node, rule, graph.constants) : undefined
      if (grid !== undefined) return grid
      for (const output of node.outputs)
        if (output !== undefined && !seen.has(output)) {
          seen.add(output)
          open.push(output)
        }
    }
  return undefined
}

function gridOf(
  node: Node,
  { width, height }: PictureRule,
  constants: ReadonlyMap<Value, { readonly dims: readonly number[] }>,
): readonly [number, number] | undefined {
  const strides = ints(node, 'strides')
  const weights = node.inputs[1] === undefined ? undefined : constants.get(node.inputs[1])?.dims
  const kernel = ints(node, 'kernel_shape') ?? weights?.slice(2)
  if (strides?.length !== 2 || kernel?.length !== 2 || strides.every((stride) => stride < 2)) return undefined
  const pads = ints(node, 'pads') ?? [0, 0, 0, 0]
  const along = (size: number, axis: 0 | 1) =>
    Math.floor((size + pads[axis]! + pads[axis + 2]! - kernel[axis]!) / strides[axis]!) + 1
  const grid = [along(height, 0), along(width, 1)] as const
  return grid.every((size) => size > 0) ? grid : undefined
}

function ints(node: Node, name: string): number[] | undefined {
  const attribute = node.attributes[name]
  return attribute?.type === 'ints' ? attribute.value.map(Number) : undefined
}
