import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { compileStages } from '../compile/compile'
import type { LoweredState } from '../compile/lowered'
import { templates } from '../templates/template'
import { drive, readyStages } from './drive'
import { fillFields } from './fields'
import { AxisLabels } from './labels'
import { Plans } from './plans'
import { RunControl, runDocument } from './run'
import { StateCollector } from './states'

interface Told {
  readonly infos: readonly StateInfo[]
  readonly frames: readonly StateFrame[]
  readonly events: number
}

async function run(document: HeedDocument, states: boolean, forceWords?: string): Promise<Told> {
  const control = new RunControl()
  const frames: StateFrame[] = []
  let infos: readonly StateInfo[] = []
  let events = 0
  const ask = { run: 'r', document, weights: 'w', inputs: {}, states, ...(forceWords && { forceWords }) }
  await runDocument(new Plans(), {}, ask, control, (_, event) => {
    if ('states' in event) infos = event.states
    if ('frames' in event) {
      frames.push(...event.frames)
      events++
    }
    if ('frames' in event || 'slice' in event) control.credit(1)
  })
  return { infos, frames, events }
}

const built = (id: string) => need(templates.get(id), id).build()

describe('states of a run', () => {
  it('are told of no one who does not ask', async () => {
    const { infos, frames } = await run(built('recurrent'), false)
    expect(infos).toEqual([])
    expect(frames).toEqual([])
  })

  it('of a loop on the canvas are what its Previous remembers', async () => {
    const { infos, frames } = await run(built('recurrent'), true)
    expect(infos.map(({ id, title, what }) => [id, title, what])).toEqual([
      ['memory.value', 'Memory', 'states'],
    ])
    expect(frames.every(({ columns }) => columns === 32)).toBe(true)
    const rows = frames.flatMap(({ rowLabels }) => rowLabels)
    expect(rows.length).toBeGreaterThan(10)
    expect(frames.length).toBeLessThanOrEqual(Math.ceil(rows.length / 2))
  })

  it('of a layer over a sequence come with all of its steps', async () => {
    const { infos, frames } = await run(built('attention-states'), true)
    const states = need(
      infos.find(({ what }) => what === 'states'),
      'states of a recurrent layer',
    )
    const own = frames.filter(({ state }) => state === states.id)
    expect(own).toHaveLength(1)
    const [frame] = own
    expect(frame!.firstRow).toBe(0)
    expect(frame!.rowLabels).toHaveLength(frame!.rows)
    expect(frame!.values).toHaveLength(frame!.rows * frame!.columns)
    expect(new Set(frame!.values).size).toBeGreaterThan(frame!.columns)
  })

  it('of a cell in a loop come a few steps at a time, in order, under the words that were said', async () => {
    const document = built('translation-attention')
    const words = 'cent deux mille trois cent quatre-vingt-dix-neuf'
    const { infos, frames, events } = await run(document, true, words)
    const inLoop = infos.filter(({ node }) => need(document.nodes[node], node).parent !== undefined)
    expect(inLoop).toHaveLength(1)
    const own = frames.filter(({ state }) => state === inLoop[0]!.id)
    const labels = own.flatMap(({ rowLabels }) => rowLabels)
    expect(labels.at(-1)).toBe('<end>')
    expect(labels.slice(0, 2)).toEqual(['cent', 'deux'])
    let next = 0
    for (const { firstRow, rows } of own) {
      expect(firstRow).toBe(next)
      next += rows
    }
    expect(next).toBe(labels.length)
    expect(events).toBeLessThanOrEqual(2 + labels.length)
    expect(frames.map(({ order }) => order)).toEqual(frames.map((_, i) => i))
  })

  it('are the numbers that the graph computes at each step', async () => {
    const document = built('translation-attention')
    const { frames } = await run(document, true, 'deux')
    const { lowered, stages } = compileStages(document, { forced: true, states: true })
    const cell = need(
      lowered.states.find(({ loops }) => loops.length === 1),
      'a cell in a loop',
    )
    const filled = fillFields(document, lowered, {}, 'deux')
    const environment = new Map(lowered.graph.constants)
    for (const input of lowered.graph.inputs)
      environment.set(input, need(filled.feeds[input.name], input.name))
    const seen: number[] = []
    await drive(await readyStages(stages), environment, {
      computed: (values, _, read) => {
        if (values.includes(cell.value)) seen.push(...(read(cell.value).data as Float32Array))
      },
    })
    const told = frames.filter(({ state }) => state === cell.id).flatMap(({ values }) => [...values])
    expect(told.length).toBe(2 * frames.find(({ state }) => state === cell.id)!.columns)
    expect(told).toEqual(seen)
  })

  it('of a memory hold all slots after each step, and what the step was', async () => {
    const { infos, frames } = await run(built('memory-write'), true)
    const memories = infos.filter(({ what }) => what === 'memory')
    expect(memories.length).toBeGreaterThanOrEqual(2)
    const steps = memories.map(({ id }) => frames.filter(({ state }) => state === id))
    expect(steps.some((own) => own.length === 1)).toBe(true)
    const written = need(
      steps.find((own) => own.length > 1),
      'a memory that is written at each step',
    )
    for (const [i, frame] of written.entries()) {
      expect(frame.coordinates).toEqual([i])
      expect(frame.firstRow).toBe(0)
      expect(frame.rows).toBe(frame.rowLabels.length)
      expect(frame.step).toBeTypeOf('string')
    }
  })
})

describe('the collector', () => {
  const document = built('recurrent')
  const state = (): LoweredState => {
    const found = compileStages(document, { states: true }).lowered.states[0]!
    return { ...found, rowAxis: undefined, loops: [{ id: 'loop', axis: { origin: 'loop.repeats' } }] }
  }
  const tensor = (value: number): Tensor => ({
    dtype: 'float32',
    dims: [1, 2],
    data: Float32Array.of(value, value),
  })

  it('joins steps of one series and begins anew where they do not follow', () => {
    const one = state()
    const collector = new StateCollector(new AxisLabels(document, new Map()))
    for (const step of [0, 1, 2]) collector.add(one, tensor(step), [0, step])
    collector.add(one, tensor(9), [1, 0])
    const frames = need(collector.take(), 'frames').frames
    expect(frames.map(({ coordinates, firstRow, rows }) => [coordinates, firstRow, rows])).toEqual([
      [[0], 0, 3],
      [[1], 0, 1],
    ])
    expect([...frames[0]!.values]).toEqual([0, 0, 1, 1, 2, 2])
    expect(collector.take()).toBeUndefined()
  })

  it('stops where it would be too much to keep, and says so once', () => {
    const one = state()
    const collector = new StateCollector(new AxisLabels(document, new Map()), 5)
    for (const step of [0, 1, 2, 3]) collector.add(one, tensor(step), [step])
    expect(collector.due()).toBe(true)
    const taken = need(collector.take(), 'frames')
    expect(taken.cut).toBe(true)
    expect(taken.frames.map(({ rows }) => rows)).toEqual([2])
    collector.add(one, tensor(4), [4])
    expect(collector.due()).toBe(false)
    expect(collector.take()).toBeUndefined()
  })
})
