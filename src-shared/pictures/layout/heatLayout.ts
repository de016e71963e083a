/** Where cells and labels of a heat map lie: steps from left to right, units from top to bottom. */

export interface HeatLayout {
  readonly left: number
  readonly top: number
  readonly cellWidth: number
  readonly cellHeight: number
  readonly width: number
  readonly height: number
  /** Step labels stand upright where they do not fit side by side. */
  readonly turned: boolean
  /** Every so-manieth step, and unit, has a label. */
  readonly stepEvery: number
  readonly unitEvery: number
}

export interface HeatRoom {
  readonly steps: number
  readonly units: number
  readonly labels: readonly string[]
  readonly width: number
  readonly height: number
  readonly measure: (text: string) => number
  /** px that a turned label may take. */
  readonly longest?: number | undefined
}

export const HEAT_FONT = 11
const LEFT = 44
const GAP = 8
const MOST_WIDE = 112
const MOST_TALL = 22
const LONGEST = 84
const LINE = 14
const ROUND = [1, 2, 4, 5, 8, 10, 16, 20, 32, 50, 64, 100, 128, 200, 256, 500, 512, 1000]

/** Undefined where there is no room. */
export function layoutHeat({
  steps,
  units,
  labels,
  width,
  height,
  measure,
  longest: mostTurned = LONGEST,
}: HeatRoom): HeatLayout | undefined {
  const room = width - LEFT - GAP
  if (room <= 20 || height < 60 || steps === 0 || units === 0) return undefined
  const cellWidth = Math.min(MOST_WIDE, room / steps)
  const longest = labels.reduce((most, label) => Math.max(most, measure(label)), 0)
  // Numbers may be thinned out and still be read; words are turned first.
  const counted = labels.every((label) => /^\d+$/.test(label))
  const turned = !counted && longest + 8 > cellWidth
  const stepEvery = every(cellWidth, turned ? LINE - 1 : longest + 8)
  const top = turned ? Math.min(mostTurned, longest) + 10 : LINE + 8
  const cellHeight = Math.min(MOST_TALL, Math.max(0.5, (height - top - GAP) / units))
  return {
    left: LEFT,
    top,
    cellWidth,
    cellHeight,
    width: cellWidth * steps,
    height: cellHeight * units,
    turned,
    stepEvery,
    unitEvery: every(cellHeight, LINE),
  }
}

function every(size: number, needed: number): number {
  return ROUND.find((count) => count * size >= needed) ?? Math.ceil(needed / size)
}

/** Step and place from the top of the cell at a point, where there is one. */
export function cellAt(
  layout: HeatLayout,
  steps: number,
  units: number,
  x: number,
  y: number,
): { readonly step: number; readonly place: number } | undefined {
  const step = Math.floor((x - layout.left) / layout.cellWidth)
  const place = Math.floor((y - layout.top) / layout.cellHeight)
  return step >= 0 && step < steps && place >= 0 && place < units ? { step, place } : undefined
}
