/** Makes a growing carry of each History: one `Concat` a step, for the passes that go step by step. */
import { assert } from '#shared/base/assert'
import type { Builder } from '#shared/ir/builder'
import type { Graph, Loop, Value } from '#shared/ir/graph'
import { type Operators, operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'

/** Changes the graph in place; no loop has histories afterwards. */
export function growHistories(builder: Builder, graph: Graph): void {
  const op = operators(builder)
  const nodes = graph.nodes.splice(0)
  builder.within(graph, () => {
    for (const node of nodes) {
      if (!node.loop) {
        graph.nodes.push(node)
        continue
      }
      builder.source = node.source
      const loop = grow(builder, op, node.loop)
      growHistories(builder, loop.body)
      const initial = loop.carries.map((carry) => carry.initial)
      graph.nodes.push({
        ...node,
        loop,
        inputs: [loop.count, ...loop.elements.map(({ sequence }) => sequence), ...initial],
      })
    }
  })
}

function grow(builder: Builder, op: Operators, loop: Loop): Loop {
  const carries = [...loop.carries]
  const waiting = loop.histories.map((history) => {
    const shape = shapeOf(history.value)
    const before = builder.value(`${loop.id}.before`, history.value.dtype, [
      shape[0]!,
      `${history.axis}.before`,
      ...shape.slice(2),
    ])
    const zero = builder.zero(history.value.dtype)
    const empty = shape.map((dim, i) => (i === 1 ? 0 : typeof dim === 'number' ? dim : { symbol: dim }))
    carries.push({ initial: op.Expand(zero, empty), value: before, next: history.value })
    return { history, before }
  })
  const written = new Set(loop.body.nodes.flatMap((node) => node.outputs))
  const nodes = loop.body.nodes.splice(0)
  builder.within(loop.body, () => {
    const putTogether = () => {
      for (let i = waiting.length - 1; i >= 0; i--) {
        const { history, before } = waiting[i]!
        if (written.has(history.item)) continue
        waiting.splice(i, 1)
        write(builder, op, loop, history, before)
      }
    }
    putTogether()
    for (const node of nodes) {
      loop.body.nodes.push(node)
      for (const output of node.outputs) written.delete(output)
      putTogether()
    }
  })
  assert(waiting.length === 0, 'a History whose value is never written', loop.id)
  return { ...loop, carries, histories: [] }
}

/** `value = before + item`, and the mask, true everywhere. */
function write(
  builder: Builder,
  op: Operators,
  loop: Loop,
  history: Loop['histories'][number],
  before: Value,
): void {
  const { item, value, mask, axis } = history
  const push = (kind: string, inputs: Value[], output: Value, attribute?: bigint) =>
    builder.graph.nodes.push({
      op: kind,
      domain: '',
      inputs,
      outputs: [output],
      attributes: attribute === undefined ? {} : { axis: { type: 'int', value: attribute } },
      source: loop.id,
    })
  push('Concat', [before, op.Unsqueeze(item, [1])], value, BigInt(1 - shapeOf(value).length))
  const yes = builder.constant({ dtype: 'bool', dims: [], data: Uint8Array.of(1) }, 'yes')
  push('Expand', [yes, op.vector([1, { symbol: axis }])], mask)
}
