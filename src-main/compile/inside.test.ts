/** What is inside of composite kinds computes the same numbers as they do, with their weights carried over; and closes again exactly. */
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { apply } from '#shared/document/diff'
import type { HeedDocument } from '#shared/document/document'
import { LOOP_SIZE } from '#shared/document/edits'
import { infer } from '#shared/document/infer'
import { closeNode } from '#shared/document/insideClose'
import { insideOf, openNode } from '#shared/document/insideOpen'
import { carriedWeights } from '#shared/document/insideWeights'
import type { Tensor } from '#shared/ir/graph'
import { kindOf } from '#shared/kinds/registry'
import { createSession } from '../engine/session'
import { toNumbers } from '../engine/tensors'
import { encodeModel } from '../onnx/encode'
import {
  at,
  blockOf,
  documentOf,
  everyIndex,
  feedsOf,
  type KindCase,
  kindCases,
  weightsOf,
} from './fixtures/kindCases'
import { growHistories } from './growHistories'
import { hoist } from './hoist'
import { lower } from './lower'
import { nameOutputs } from './outputs'
import { prune } from './prune'
import { toLoop } from './toLoop'
import { attachWeights, type Weights } from './weights'

const TOLERANCE = 1e-5

/**
 * How far what the document gives at `ports` is from the reference's numbers, for the case's items as one padded batch; `named` are the
 * reference's names of the ports.
 */
async function worst(
  one: KindCase,
  document: HeedDocument,
  weights: Weights,
  ports: readonly string[],
  named: readonly string[],
): Promise<number> {
  expect(infer(document).problems.filter(({ severity }) => severity === 'error')).toEqual([])
  const lowered = lower(document)
  for (const { name, shape } of lowered.parameters.values()) expect(weights[name]?.dims, name).toEqual(shape)
  attachWeights(lowered, weights)
  const { builder, graph } = lowered
  const feeds = feedsOf(document, lowered, one.items)
  const outputs = ports.map((name) => ({ name, value: need(lowered.values.get(name), name) }))
  nameOutputs(lowered, outputs)
  hoist(graph)
  prune(graph, [])
  builder.forgetSizes()
  growHistories(builder, graph)
  toLoop(builder, graph)
  prune(graph, [])
  const session = await createSession(encodeModel(graph), { threads: 1 })
  const found = await session.run(
    Object.fromEntries(session.inputs.map((name) => [name, feeds[name] as Tensor])),
    session.outputs,
  )
  await session.release()
  let most = 0
  ports.forEach((port, i) => {
    const tensor = need(found[port] ?? found[`${port}.out`], port)
    const block = { dims: tensor.dims, data: toNumbers(tensor) }
    one.items.forEach((item, rank) => {
      const expected = blockOf(item.outputs[named[i]!]!)
      for (const index of everyIndex(expected.dims)) {
        const off = Math.abs(at(block, [rank, ...index]) - at(expected, index))
        most = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(most, off)
      }
    })
  })
  return most
}

const cases = kindCases()
  .filter((one) => kindOf(one.kind).inside && one.nodes.it?.kind === one.kind)
  .map((one) => [`${one.kind}: ${one.name}`, one] as const)

it('knows a case of every composite kind', () => {
  expect([...new Set(cases.map(([, { kind }]) => kind))].sort()).toEqual([
    'attention-multi-head',
    'gru',
    'lstm',
    'memory-hop',
    'rnn',
    'transformer-block',
  ])
})

describe.each(cases)('%s', (_, one) => {
  it('computes the same opened, and is itself again closed', async () => {
    const document = documentOf(one)
    // Only ports that take many wires order them; no composite has one.
    for (const wire of Object.values(document.wires)) if (wire.to.node === 'it') delete wire.order
    for (const node of Object.values(document.nodes))
      if (kindOf(node.kind).structural === 'loop') node.size = { ...LOOP_SIZE }
    const weights = weightsOf(one)
    const inside = insideOf(document, 'it')
    if (!inside.ok) {
      expect(inside.error).toMatch(/backward|begin with/)
      return
    }
    const opened = openNode(document, 'it')
    if (!opened.ok) throw new Error(opened.error)
    const { diff, ids } = opened.value
    const after = apply(document, diff)
    const carried = { ...weights, ...carriedWeights(inside.value, ids, 'it', weights, 'open') }
    const inner = (port: string) => {
      const [node = '', name = ''] = port.split('.')
      if (node !== 'it') return port
      const [part = '', output = ''] = inside.value.outputs[name]?.split('.') ?? []
      return output === '' ? undefined : `${ids[part]}.${output}`
    }
    const named = Object.keys(one.items[0]!.outputs).filter((port) => inner(port) !== undefined)
    expect(named).not.toEqual([])
    expect(
      await worst(
        one,
        after,
        carried,
        named.map((port) => inner(port)!),
        named,
      ),
    ).toBeLessThan(TOLERANCE)

    const closed = closeNode(after, Object.values(ids)[0]!)
    if (!closed.ok) throw new Error(closed.error)
    expect(apply(after, closed.value.diff)).toEqual(document)
    const back = { ...carriedWeights(inside.value, ids, 'it', carried, 'close') }
    if (inside.value.weights)
      expect(await worst(one, document, { ...weights, ...back }, named, named)).toBeLessThan(TOLERANCE)
  })
})
