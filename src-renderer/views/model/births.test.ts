import { describe, expect, it } from 'vitest'
import { emptyHistory, followSlices } from '#shared/pictures/model/history'
import { samples } from '#shared/pictures/testing/samples'
import { birthWatch, GROWTH, LONG_AGO } from './births'

function matrix() {
  return followSlices(emptyHistory(), samples.translation!().slices).passes.get('')!
}

describe('birthWatch', () => {
  it('lets each row grow once, when it comes', () => {
    const watch = birthWatch()
    const rows = matrix()
    expect(watch(rows, 1, 1000).birth(0)).toBe(1000)
    const second = watch(rows, 3, 2000)
    expect([0, 1, 2].map(second.birth)).toEqual([1000, 2000, 2000])
    expect([...second.added!]).toEqual([1, 2])
    expect(second.settled).toBe(2000 + GROWTH)
  })

  it('shows a run that is over, and a step back, without growing', () => {
    const watch = birthWatch()
    const rows = matrix()
    const over = watch(rows, 14, 1000)
    expect(over.birth(13)).toBe(LONG_AGO)
    expect(over.added).toBeUndefined()
    const back = watch(rows, 5, 2000)
    expect(back.birth(4)).toBe(LONG_AGO)
    expect(back.added).toBeUndefined()
    expect(back.settled).toBeLessThan(1000)
  })

  it('answers the same when it is asked the same again', () => {
    const watch = birthWatch()
    const rows = matrix()
    watch(rows, 1, 1000)
    const first = watch(rows, 2, 1016)
    expect(watch(rows, 2, 1032)).toBe(first)
  })

  it('does not call rows added when the matrix is another one', () => {
    const watch = birthWatch()
    watch(matrix(), 2, 1000)
    expect(watch(matrix(), 3, 2000).added).toBeUndefined()
  })
})
