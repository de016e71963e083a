import { describe, expect, it } from 'vitest'
import type { Slice } from '#shared/contract/slice'
import type { StateFrame } from '#shared/contract/states'
import { hopLine, layoutMemory, slotMiddle } from '#shared/pictures/layout/memoryLayout'
import { layoutWritten } from '#shared/pictures/layout/writtenLayout'
import { emptyHistory, followSlices } from '#shared/pictures/model/history'
import { hopsOf } from '#shared/pictures/model/hops'
import { frameAt, greatestAmount, memoryOf } from '#shared/pictures/model/memoryFrames'
import { together } from '#shared/pictures/model/together'

function slice(site: string, order: number, firstRow: number, coordinates: readonly number[] = []): Slice {
  return {
    site,
    order,
    coordinates,
    firstRow,
    heads: 1,
    rows: 1,
    columns: 2,
    weights: Float32Array.of(0.25, 0.75),
    rowLabels: [`${firstRow + 1}`],
    columnLabels: ['one', 'two'],
  }
}

const history = (...slices: Slice[]) => followSlices(emptyHistory(), slices)
const first = (of: ReturnType<typeof history>) => [...of.passes.values()][0]!

describe('hops', () => {
  it('are the steps of the loop around the read', () => {
    const two = history(slice('read', 0, 0), slice('read', 1, 1))
    const hops = hopsOf(two, first(two), 1, 'repeats')
    expect(hops.map(({ label }) => label)).toEqual(['hop 1', 'hop 2'])
    expect(hops.map(({ arrival }) => arrival !== undefined)).toEqual([true, false])
    expect(hops.map(({ row }) => row)).toEqual([0, 1])
  })
  it('are the passes where each of them has one row', () => {
    const passes = history(slice('read', 0, 0, [0]), slice('read', 1, 0, [1]), slice('read', 2, 0, [2]))
    const hops = hopsOf(passes, [...passes.passes.values()][1]!, 2, 'query')
    expect(hops.map(({ label }) => label)).toEqual(['hop 1', 'hop 2', 'hop 3'])
    expect(hops.map(({ row }) => row)).toEqual([undefined, 0, undefined])
    expect(hops.map(({ arrival }) => arrival !== undefined)).toEqual([true, true, false])
  })
  it('keep their words where rows are words', () => {
    const words = history(slice('read', 0, 0))
    expect(hopsOf(words, first(words), 1, 'target words')[0]?.label).toBe('1')
  })
})

describe('sites on one line of time', () => {
  const write = history(slice('write', 0, 0), slice('write', 2, 1))
  const read = history(slice('read', 1, 0), slice('read', 3, 1))
  const line = together([
    { site: 'write', history: write },
    { site: 'read', history: read },
  ])
  it('come in the order of the run', () => {
    expect(line.steps).toBe(4)
    expect([0, 1, 2, 3].map((step) => line.siteAt(step))).toEqual(['write', 'read', 'write', 'read'])
    expect([0, 1, 2, 3, 4].map((shown) => line.shownOf('write', shown))).toEqual([0, 1, 1, 2, 2])
  })
  it('are found again by a row of theirs', () => {
    expect(line.after('write', 1)).toBe(3)
    expect(line.after('read', 0)).toBe(2)
    expect(line.after('read', 9)).toBe(4)
  })
  it('alone a site is its own line', () => {
    const alone = together([{ site: 'write', history: write }])
    expect([alone.steps, alone.shownOf('write', 1), alone.after('write', 0)]).toEqual([2, 1, 1])
  })
})

describe('contents', () => {
  const frame = (order: number, ...coordinates: number[]): StateFrame => ({
    state: 'write.memory',
    order,
    coordinates,
    firstRow: 0,
    rows: 1,
    columns: 2,
    values: Float32Array.of(order, -2 * order),
    rowLabels: ['1'],
  })
  const frames = [frame(0, 0), frame(1, 1), frame(2, 2)]
  it('are those after the write at a step, or the last before it', () => {
    expect(frameAt(frames, [1])?.order).toBe(1)
    expect(frameAt(frames.slice(0, 2), [2])?.order).toBe(1)
    expect(frameAt(frames, undefined)).toBeUndefined()
    expect(frameAt([frame(3, 4)], [1])).toBeUndefined()
  })
  it('have one scale for all of the run', () => {
    expect(greatestAmount(frames)).toBe(4)
    expect(greatestAmount([])).toBe(1)
  })
  it('belong to the node that writes them', () => {
    const info = (node: string) =>
      ({ id: `${node}.memory`, node, title: node, what: 'memory', rowAxis: '', columnAxis: '' }) as const
    expect(memoryOf([info('blank'), info('write')], 'write')?.node).toBe('write')
    expect(memoryOf([info('blank')], 'write')).toBeUndefined()
    expect(memoryOf([info('blank')], undefined)?.node).toBe('blank')
  })
})

describe('layouts', () => {
  const room = {
    slots: ['lena walked to the cellar.', 'lena left the kettle.'],
    hops: ['hop 1', 'hop 2', 'hop 3'],
    question: 'where is the kettle?',
    answer: 'cellar (100 %)',
    width: 1030,
    height: 220,
    measure: (text: string) => text.length * 7,
  }
  it('hops stand beside each other between what is stored and the answer', () => {
    const layout = layoutMemory(room)
    const edges = layout.hops.flatMap(({ left, cell, knot }) => [left, left + cell, knot])
    expect(edges).toEqual([...edges].sort((a, b) => a - b))
    expect(edges[0]).toBeGreaterThan(layout.names)
    expect(layout.answer).toBeGreaterThan(layout.hops.at(-1)!.knot)
    expect(layout.width).toBe(1030)
  })
  it('many hops and many slots scroll', () => {
    const layout = layoutMemory({
      ...room,
      slots: new Array(60).fill('a'),
      hops: new Array(20).fill('word'),
    })
    expect(layout.width).toBeGreaterThan(1030)
    expect(layout.height).toBeGreaterThan(220)
    expect(slotMiddle(layout, 59)).toBeLessThan(layout.height)
  })
  it('a line ends at the middle of its cell', () => {
    const layout = layoutMemory(room)
    const hop = layout.hops[1]!
    expect(hopLine(layout, hop, 1, 30).endsWith(` ${hop.left + hop.cell} ${slotMiddle(layout, 1)}`)).toBe(
      true,
    )
  })
  it('a written memory has its contents between writes and reads', () => {
    const layout = layoutWritten({
      slots: 24,
      steps: [12, 13],
      before: 1,
      features: 16,
      width: 1030,
      height: 220,
    })
    const [write, read] = layout.panels
    expect(layout.contents!.left).toBeGreaterThan(write!.left + write!.count * write!.step)
    expect(read!.left).toBeGreaterThan(layout.contents!.left + 16 * layout.contents!.step)
    expect(read!.left + read!.count * read!.step).toBeLessThanOrEqual(1030)
    expect(layout.top + 24 * layout.cell).toBeLessThanOrEqual(220)
    expect(
      layoutWritten({ slots: 4, steps: [3], before: 0, features: 0, width: 300, height: 200 }).contents,
    ).toBe(undefined)
  })
})
