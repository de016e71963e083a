import { expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { templates } from '../templates/template'
import { type Plan, Plans } from './plans'

const template = (): HeedDocument => need(templates.get('feed-forward'), 'a template').build()
const seeded = (seed: number): HeedDocument => ({ ...template(), seed })
const choices = { forced: false }

it('makes a plan once, and anew when something that matters has changed', async () => {
  const plans = new Plans()
  const planOf = (document: HeedDocument) => plans.use(document, '', {}, choices, async (plan) => plan)
  const first = await planOf(template())
  const moved = template()
  for (const node of Object.values(moved.nodes)) node.position = { x: 1, y: 2 }
  expect(await planOf({ ...moved, note: 'another note' })).toBe(first)
  expect(await planOf(seeded(5))).not.toBe(first)
  // Results are shown under titles.
  const [node] = Object.values(moved.nodes)
  node!.title = 'Another name'
  expect(await planOf(moved)).not.toBe(first)
})

it('keeps a plan that a run goes on with, however many come after it', async () => {
  const plans = new Plans()
  await plans.use(seeded(0), '', {}, choices, async (plan: Plan) => {
    for (let seed = 1; seed < 12; seed++)
      await plans.use(seeded(seed), '', {}, choices, async () => undefined)
    const stage = need(plan.stages[0], 'a stage')
    if (stage.type !== 'graph') throw new Error('expected a graph first')
    const input = need(stage.inputs[0], 'an input')
    const row = { dtype: 'float32', dims: [1, 4], data: Float32Array.of(1, 2, 3, 4) } as const
    const found = await stage.session.run({ [input.name]: row }, stage.session.outputs)
    expect(Object.keys(found)).toEqual(stage.session.outputs)
  })
})

it('tries again where making a plan has failed', async () => {
  const plans = new Plans()
  const broken = template()
  broken.wires = {}
  const attempt = () => plans.use(broken, '', {}, choices, async () => undefined)
  await expect(attempt()).rejects.toThrow('nothing is wired')
  await expect(attempt()).rejects.toThrow('nothing is wired')
})
