/** What of a level is seen when it is entered: all of it where that can be read, otherwise its beginning. */
import type { LevelLayout } from '#shared/pictures/level/layout'

export interface Viewport {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const LARGEST = 1
/** Smallest zoom at which cards are read. */
const READ = 0.62
const COMFORTABLE = 0.85
const MARGIN = 28
/** Room of the line above the cards. */
const TOP = 40

export function firstView(
  { cards }: LevelLayout,
  { width, height }: { readonly width: number; readonly height: number },
): Viewport {
  let [left, top, right, bottom] = [0, 0, 1, 1]
  for (const card of cards.values()) {
    left = Math.min(left, card.x)
    top = Math.min(top, card.y)
    right = Math.max(right, card.x + card.width)
    bottom = Math.max(bottom, card.y + card.height)
  }
  const room = { width: width - 2 * MARGIN, height: height - MARGIN - TOP }
  const all = Math.min(LARGEST, room.width / (right - left), room.height / (bottom - top))
  // A level that is only long is as large as its height allows.
  const zoom = all >= READ ? all : Math.min(COMFORTABLE, Math.max(READ, room.height / (bottom - top)))
  const x = all >= READ ? (width - (right - left) * zoom) / 2 - left * zoom : MARGIN - left * zoom
  const middle = all >= READ ? (top + bottom) / 2 : beginning(cards)
  return { x, y: (height + TOP - MARGIN / 2) / 2 - middle * zoom, zoom }
}

/** Middle height of the cards that stand first. */
function beginning(cards: LevelLayout['cards']): number {
  const first = [...cards.values()].toSorted((a, b) => a.x - b.x).slice(0, 3)
  return first.reduce((sum, { y, height }) => sum + (y + height / 2) / first.length, 0)
}
