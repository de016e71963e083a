/** The card that an arrow key goes to. */
import type { LevelLayout, PlacedCard } from '#shared/pictures/level/layout'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/** The nearest card that way, aside counting double; without a start the one that stands first. */
export function neighbour(
  { cards }: LevelLayout,
  from: string | undefined,
  arrow: Arrow,
): string | undefined {
  const start = from === undefined ? undefined : cards.get(from)
  if (start === undefined) return firstCard(cards)
  const [ahead, aside] = middles(start)
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [id, card] of cards) {
    if (id === from) continue
    const [x, y] = middles(card)
    const [dx, dy] = [x - ahead, y - aside]
    const forward = { ArrowLeft: -dx, ArrowRight: dx, ArrowUp: -dy, ArrowDown: dy }[arrow]
    if (forward <= 4) continue
    const sideways = arrow === 'ArrowLeft' || arrow === 'ArrowRight' ? Math.abs(dy) : Math.abs(dx)
    const far = forward + 2 * sideways
    if (far < least) [least, best] = [far, id]
  }
  return best
}

function firstCard(cards: ReadonlyMap<string, PlacedCard>): string | undefined {
  let first: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const [id, { x, y }] of cards) {
    if (x * 10 + y >= least) continue
    least = x * 10 + y
    first = id
  }
  return first
}

function middles({ x, y, width, height }: PlacedCard): [number, number] {
  return [x + width / 2, y + height / 2]
}
