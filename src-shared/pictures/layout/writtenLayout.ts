/** Where a written memory stands: slots run down, and beside each other are its writes over time, its contents, and its reads over time. */
export interface WrittenRoom {
  readonly slots: number
  /** Steps of each panel of weights, writers first. */
  readonly steps: readonly number[]
  /** How many of the panels stand before the contents. */
  readonly before: number
  /** Features of a slot; 0 where contents are not known. */
  readonly features: number
  readonly width: number
  readonly height: number
}

export interface PanelPlace {
  readonly left: number
  /** Width of one step or feature. */
  readonly step: number
  readonly count: number
}

export interface WrittenLayout {
  readonly width: number
  readonly height: number
  /** Room for slots' names. */
  readonly names: number
  /** Where slots begin; titles and steps' names stand above. */
  readonly top: number
  /** Height of one slot. */
  readonly cell: number
  /** Every how many slots one is named. */
  readonly every: number
  readonly panels: readonly PanelPlace[]
  readonly contents: PanelPlace | undefined
}

export const WRITTEN_FONT = 12
const PAD = 12
const NAMES = 30
const HEAD = 46
const GAP = 30
const LEAST_CELL = 5
const LARGEST_CELL = 26
const LEAST_STEP = 9
const LEAST_FEATURE = 5
/** Steps are at most so many times as wide as slots are high. */
const WIDEST = 2.2
const LARGEST_STEP = 30
/** Slots' names stand so far apart at the least. */
const NAME_PITCH = 13

export function layoutWritten(room: WrittenRoom): WrittenLayout {
  const { slots, steps, before, features, width, height } = room
  const cell = Math.max(LEAST_CELL, Math.min(LARGEST_CELL, (height - HEAD - PAD) / Math.max(1, slots)))
  const panels = steps.length + (features > 0 ? 1 : 0)
  const free = width - NAMES - 2 * PAD - GAP * Math.max(0, panels - 1)
  // A feature is worth less room than a step: contents are a texture, steps are read one by one.
  const parts = steps.reduce((sum, count) => sum + count, 0) + features * 0.6
  const widest = Math.min(LARGEST_STEP, cell * WIDEST)
  const step = Math.max(LEAST_STEP, Math.min(widest, free / Math.max(1, parts)))
  const feature = Math.max(LEAST_FEATURE, Math.min(cell * 1.4, step * 0.6))
  const used =
    steps.reduce((sum, count) => sum + count * step, 0) + features * feature + GAP * Math.max(0, panels - 1)
  let x = NAMES + PAD + Math.max(0, (width - NAMES - 2 * PAD - used) / 2)
  const names = x - 4
  const places: PanelPlace[] = []
  let contents: PanelPlace | undefined
  const take = (count: number, wide: number): PanelPlace => {
    const place = { left: x, step: wide, count }
    x += count * wide + GAP
    return place
  }
  steps.forEach((count, at) => {
    if (at === before && features > 0) contents = take(features, feature)
    places.push(take(count, step))
  })
  if (contents === undefined && features > 0) contents = take(features, feature)
  return {
    width: Math.max(width, x - GAP + PAD),
    height: Math.max(height, HEAD + slots * cell + PAD),
    names,
    top: HEAD + Math.max(0, (height - HEAD - PAD - slots * cell) / 2),
    cell,
    every: everySo(NAME_PITCH / cell),
    panels: places,
    contents,
  }
}

/** 1, 2, 5, 10, 20 … */
function everySo(least: number): number {
  for (let power = 1; ; power *= 10)
    for (const step of [1, 2, 5]) if (step * power >= least) return step * power
}
