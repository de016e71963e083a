/**
 * Where a memory that is read in hops stands: what is stored in a list at the left, one column of weights for each hop, and above them the
 * way from the question through the hops to the answer. Pure arithmetic over a text measure.
 */
export interface MemoryRoom {
  readonly slots: readonly string[]
  readonly hops: readonly string[]
  readonly question: string
  readonly answer: string
  readonly width: number
  readonly height: number
  /** Width of a text in px at {@link MEMORY_FONT}. */
  readonly measure: (text: string) => number
}

export interface HopPlace {
  /** Cells of this hop. */
  readonly left: number
  readonly cell: number
  /** Middle of its knot in the head, where its lines begin. */
  readonly knot: number
  readonly knotWidth: number
}

export interface MemoryLayout {
  /** Size of the whole; larger than the room where it has to scroll. */
  readonly width: number
  readonly height: number
  readonly font: number
  /** Slots' names end here. */
  readonly names: number
  /** Where the head with the question, the hops and the answer begins. */
  readonly head: number
  readonly row: number
  readonly hops: readonly HopPlace[]
  /** Where the answer stands. */
  readonly answer: number
  /** Where slots begin and hops' lines leave their knots. */
  readonly top: number
}

export const MEMORY_FONT = 13
/** Where the question, the hops and the answer lie in the head. */
export const WAY = 24
export const KNOT = 22
/** Less than this is neither a line nor a number. */
export const NOTHING = 0.004
const PAD = 12
const HEAD = 46
const LEAST_ROW = 19
const LARGEST_ROW = 48
const LEAST_HOP = 72
const LARGEST_HOP = 280
const LARGEST_CELL = 84
const LEAST_CELL = 44
const LONGEST_NAME = 340
/** What is looked at is bold, and so a little wider. */
const BOLD = 1.06
/** Room behind a name. */
const NAME_END = 10
const KNOT_INSET = 18
const ARROW = 34

export function layoutMemory(room: MemoryRoom): MemoryLayout {
  const { slots, hops, question, answer, width, height, measure } = room
  const longest = [...slots, question].reduce((most, text) => Math.max(most, measure(text)), 0)
  const names = PAD + Math.min(LONGEST_NAME, Math.max(width * 0.3, 80), longest * BOLD + NAME_END)
  const answered = answer === '' ? 0 : measure(answer) * BOLD + ARROW + 26
  const free = width - names - answered - 2 * PAD
  const each = Math.max(LEAST_HOP, Math.min(LARGEST_HOP, free / Math.max(1, hops.length)))
  const cell = Math.max(LEAST_CELL, Math.min(LARGEST_CELL, each * 0.38))
  const places = hops.map((label, hop) => {
    const left = names + PAD + hop * each
    const knotWidth = Math.min(measure(label) + KNOT_INSET, each - 24)
    return { left, cell, knot: left + cell + (each - cell) * 0.5, knotWidth }
  })
  const row = Math.max(LEAST_ROW, Math.min(LARGEST_ROW, (height - HEAD - 8) / Math.max(1, slots.length)))
  const whole = HEAD + row * slots.length + 8
  // A little above the middle of a tall room.
  const head = Math.max(0, (height - whole) * 0.36)
  const last = places.at(-1)
  const end = last === undefined ? names : last.knot + last.knotWidth / 2 + ARROW
  return {
    width: Math.max(width, end + answered + PAD),
    height: Math.max(height, whole),
    font: row < 21 ? 12 : MEMORY_FONT,
    names,
    head,
    row,
    hops: places,
    answer: end,
    top: head + HEAD,
  }
}

/** Middle of a slot's row. */
export function slotMiddle({ top, row }: MemoryLayout, slot: number): number {
  return top + (slot + 0.5) * row
}

/** The line from a hop's knot down and around to the cell of a slot, as an SVG path. */
export function hopLine(layout: MemoryLayout, hop: HopPlace, slot: number, start: number): string {
  const y = slotMiddle(layout, slot)
  const x = hop.left + hop.cell
  const reach = Math.min(y - start, (hop.knot - x) * 0.9)
  return `M${hop.knot} ${start}L${hop.knot} ${y - reach}C${hop.knot} ${y - reach * 0.35} ${x + (hop.knot - x) * 0.6} ${y} ${x} ${y}`
}
