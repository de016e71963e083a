/**
 * The pass for export: structured loops → ONNX `Loop`, one self-contained graph for plain onnxruntime. `Loop` serves every loop (`Scan` would
 * serve only those without a History and an end word, and runs no faster), so there is one way and not two.
 * https://onnx.ai/onnx/operators/onnx__Loop.html
 */
import { assert } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import {
  type Attribute,
  type Dim,
  emptyGraph,
  type Graph,
  type Loop,
  type Node,
  type Value,
} from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Changes the graph in place; inner loops too. */
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
  const body = emptyGraph(loop.id)
  const more = builder.value(`${loop.id}.more`, 'bool', [])
  const next = builder.value(`${loop.id}.next`, 'bool', [])
  body.inputs.push(loop.index, more, ...loop.carries.map(({ value }) => value))
  const initial = loop.carries.map((carry) => carry.initial)
  const state: Value[] = loop.carries.map((carry) => carry.next)

  // A History enters each step one value shorter than the step sees it.
  const grown = loop.histories.map((history) => {
    const shape = shapeOf(history.value)
    const before = builder.value(`${loop.id}.before`, history.value.dtype, [
      shape[0]!,
      `${history.axis}.before`,
      ...shape.slice(2),
    ])
    body.inputs.push(before)
    const zero = history.value.dtype === 'int64' ? builder.int(0) : builder.float(0)
    const none = shape.map((dim, i) => (i === 1 ? 0 : typeof dim === 'number' ? dim : { symbol: dim }))
    initial.push(op.Expand(zero, none))
    return { history, before }
  })

  builder.within(body, () => {
    for (const { sequence, element } of loop.elements) {
      const inputs = [sequence, loop.index]
      const axis: Attribute = { type: 'int', value: BigInt(1 - shapeOf(sequence).length) }
      body.nodes.push({
        op: 'Gather',
        domain: '',
        inputs,
        outputs: [element],
        attributes: { axis },
        source: loop.id,
      })
    }
    weave(builder, op, body, loop, grown)
    state.push(...loop.histories.map(({ value }) => value))
    body.nodes.push({
      op: 'Identity',
      domain: '',
      inputs: [loop.continue ?? more],
      outputs: [next],
      attributes: {},
      source: loop.id,
    })
    // Each output of a body is a value of its own, written in it.
    body.outputs.push(next, ...state.map((value) => op.Identity(value)))
    for (const { item } of loop.collected) body.outputs.push(op.Identity(padded(op, loop, item)))
  })

  const scanned = loop.collected.map(({ all }) => {
    const [batch, steps, ...rest] = shapeOf(all)
    const long = rest.map((dim): Dim => (isGrown(loop, all, dim) ? `${loop.id}.most` : dim))
    return { all, stacked: builder.value(`${loop.id}.stacked`, all.dtype, [steps!, batch!, ...long]) }
  })
  const yes = builder.constant({ dtype: 'bool', dims: [], data: Uint8Array.of(1) }, 'yes')
  builder.graph.nodes.push({
    op: 'Loop',
    domain: '',
    inputs: [loop.count, yes, ...initial],
    outputs: [
      ...loop.carries.map(
        ({ final, value }) => final ?? builder.value(`${value.name}.final`, value.dtype, value.shape),
      ),
      ...loop.histories.map(({ value }) => builder.value(`${value.name}.final`, value.dtype, undefined)),
      ...scanned.map(({ stacked }) => stacked),
    ],
    attributes: { body: { type: 'graph', value: body } },
    source: node.source,
  })
  scanned.forEach(({ all, stacked }, i) => {
    finish(builder, op, loop, loop.collected[i]!.item, stacked, all)
  })
}

/** The body's own nodes, with each History put together as soon as its value is known. */
function weave(
  builder: Builder,
  op: Operators,
  body: Graph,
  loop: Loop,
  grown: readonly { readonly history: Loop['histories'][number]; readonly before: Value }[],
): void {
  const waiting = new Set(grown)
  const known = new Set<Value>()
  const grow = () => {
    for (const one of waiting) {
      const { history, before } = one
      const written = loop.body.nodes.some((node) => node.outputs.includes(history.item))
      if (written && !known.has(history.item)) continue
      waiting.delete(one)
      const item = op.Unsqueeze(history.item, [1])
      body.nodes.push({
        op: 'Concat',
        domain: '',
        inputs: [before, item],
        outputs: [history.value],
        attributes: { axis: { type: 'int', value: BigInt(1 - shapeOf(history.value).length) } },
        source: loop.id,
      })
      const yes = builder.constant({ dtype: 'bool', dims: [], data: Uint8Array.of(1) }, 'yes')
      const size = op.vector([1, { symbol: history.axis }])
      body.nodes.push({
        op: 'Expand',
        domain: '',
        inputs: [yes, size],
        outputs: [history.mask],
        attributes: {},
        source: loop.id,
      })
    }
  }
  grow()
  for (const node of loop.body.nodes) {
    builder.source = node.source
    if (node.loop) convert(builder, op, node, node.loop)
    else body.nodes.push(node)
    for (const output of node.outputs) if (output) known.add(output)
    grow()
  }
  assert(waiting.size === 0, 'a History whose value is never written', loop.id)
}

/** Axes of a value of the body that are as long as the steps so far, counted from the back. */
function grownAxes(loop: Loop, item: Value): number[] {
  const shape = shapeOf(item)
  return shape.flatMap((dim, i) =>
    loop.histories.some(({ axis }) => axis === dim) ? [i - shape.length] : [],
  )
}

function isGrown(loop: Loop, all: Value, dim: Dim): boolean {
  const entry = loop.collected.find((one) => one.all === all)!
  return dim === loop.steps && grownAxes(loop, entry.item).length > 0
}

/** Results of all steps must be equally long: a growing axis is filled with zeros up to the number of steps. */
function padded(op: Operators, loop: Loop, item: Value): Value {
  let value = item
  for (const axis of grownAxes(loop, item)) value = op.PadEnd(value, axis, loop.count, `${loop.id}.most`)
  return value
}

/** `[steps, batch, …]` → `[batch, steps, …]`, a growing axis cut to the steps that there were. */
function finish(builder: Builder, op: Operators, loop: Loop, item: Value, stacked: Value, all: Value): void {
  const rank = shapeOf(stacked).length
  const perm = [1, 0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2)]
  let value = op.Transpose(stacked, perm)
  for (const axis of grownAxes(loop, item)) value = op.CutTo(value, axis, op.SizeOf(stacked, 0), loop.steps)
  builder.graph.nodes.push({
    op: 'Identity',
    domain: '',
    inputs: [value],
    outputs: [all],
    attributes: {},
    source: loop.id,
  })
}
