/**
 * The pass for export: structured loops → ONNX `Loop`, one self-contained graph for plain onnxruntime. `Loop` serves every loop (`Scan` would
 * serve only those without a History and an end word), so there is one way and not two.
 * https://onnx.ai/onnx/operators/onnx__Loop.html
 */
import { assert } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import { type Dim, emptyGraph, type Graph, type Loop, type Node, type Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Changes the graph in place; inner loops too. Histories must have been grown. */
export function toLoop(builder: Builder, graph: Graph): void {
  const op = operators(builder)
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      builder.source = node.source
      if (node.loop) convert(builder, op, node, node.loop)
      else graph.nodes.push(node)
    }
  })
}

function convert(builder: Builder, op: Operators, node: Node, loop: Loop): void {
  assert(loop.histories.length === 0, 'histories are grown before loops are made', loop.id)
  const { body } = loop
  const onnx = emptyGraph(loop.id)
  const more = builder.value(`${loop.id}.more`, 'bool', [])
  onnx.inputs.push(loop.index, more, ...loop.carries.map(({ value }) => value))

  toLoop(builder, body)
  builder.within(onnx, () => {
    for (const { sequence, element } of loop.elements)
      onnx.nodes.push({
        op: 'Gather',
        domain: '',
        inputs: [sequence, loop.index],
        outputs: [element],
        attributes: { axis: { type: 'int', value: BigInt(1 - shapeOf(sequence).length) } },
        source: loop.id,
      })
    onnx.nodes.push(...body.nodes)
    // Each output of a body must be a value of its own that is written in it.
    onnx.outputs.push(op.Identity(loop.continue ?? more))
    for (const { next } of loop.carries) onnx.outputs.push(op.Identity(next))
    for (const { item } of loop.collected) onnx.outputs.push(op.Identity(padded(op, loop, item)))
  })

  const stacks = loop.collected.map(({ item, all }) => {
    const [batch, steps, ...rest] = shapeOf(all)
    const shape = rest.map(
      (dim): Dim => (dim === loop.steps && grownAxes(loop, item).length > 0 ? longest(loop) : dim),
    )
    return builder.value(`${loop.id}.stack`, all.dtype, [steps!, batch!, ...shape])
  })
  const yes = builder.constant({ dtype: 'bool', dims: [], data: Uint8Array.of(1) }, 'yes')
  builder.graph.nodes.push({
    op: 'Loop',
    domain: '',
    inputs: [loop.count, yes, ...loop.carries.map(({ initial }) => initial)],
    outputs: [
      ...loop.carries.map(
        ({ final, next }) => final ?? builder.value(`${loop.id}.final`, next.dtype, next.shape),
      ),
      ...stacks,
    ],
    attributes: { body: { type: 'graph', value: onnx } },
    source: node.source,
  })
  loop.collected.forEach(({ item, all }, i) => {
    finish(builder, op, loop, item, stacks[i]!, all)
  })
}

function longest(loop: Loop): string {
  return `${loop.id}.longest`
}

/** Axes of a value of the body that are as long as the steps so far, counted from the back. */
function grownAxes(loop: Loop, item: Value): number[] {
  const shape = shapeOf(item)
  return shape.flatMap((dim, i) => (loop.growing.includes(String(dim)) ? [i - shape.length] : []))
}

/** What is collected must be equally long in every step: a growing axis is filled with zeros up to the most steps there can be. */
function padded(op: Operators, loop: Loop, item: Value): Value {
  let value = item
  for (const axis of grownAxes(loop, item)) value = op.PadEnd(value, axis, loop.count, longest(loop))
  return value
}

/** `[steps, batch, …]` → `[batch, steps, …]`, a growing axis cut to the steps that there were. */
function finish(builder: Builder, op: Operators, loop: Loop, item: Value, stack: Value, all: Value): void {
  const perm = shapeOf(stack).map((_, i) => (i < 2 ? 1 - i : i))
  let value = op.Transpose(stack, perm)
  for (const axis of grownAxes(loop, item)) value = op.CutTo(value, axis, op.SizeOf(stack, 0), loop.steps)
  builder.graph.nodes.push({
    op: 'Identity',
    domain: '',
    inputs: [value],
    outputs: [all],
    attributes: {},
    source: loop.id,
  })
}
