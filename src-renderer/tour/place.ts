/** Where the tour's card stands: beside what it speaks of, inside of the window, over as little of it as there is room for. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

const GAP = 12
const EDGE = 8

export type Side = 'below' | 'right'

/** The card's corner, on the side that is wished for where there is room. Without a target it stands in the middle. */
export function placeCard(
  card: Size,
  window: Size,
  target: Box | undefined,
  side: Side = 'below',
): { left: number; top: number } {
  if (target === undefined)
    return inside(card, window, (window.width - card.width) / 2, (window.height - card.height) / 2)
  const right = target.left + target.width
  const bottom = target.top + target.height
  const middle = target.left + target.width / 2 - card.width / 2
  const level = target.top + target.height / 2 - card.height / 2
  const aside = [
    { left: right + GAP, top: level },
    { left: target.left - GAP - card.width, top: level },
  ]
  const over = [
    { left: middle, top: bottom + GAP },
    { left: middle, top: target.top - GAP - card.height },
  ]
  const places = side === 'right' ? [...aside, ...over] : [...over, ...aside]
  const fits = ({ left, top }: { readonly left: number; readonly top: number }) => {
    const at = inside(card, window, left, top)
    return !overlap({ ...at, ...card }, target)
  }
  const found = places.find(fits)
  // Where there is no room beside it, the card stands in the corner that hides the least: at the end, below.
  return found === undefined
    ? inside(card, window, window.width, window.height)
    : inside(card, window, found.left, found.top)
}

function inside(card: Size, window: Size, left: number, top: number): { left: number; top: number } {
  const within = (at: number, size: number, whole: number) =>
    Math.max(EDGE, Math.min(at, whole - size - EDGE))
  return {
    left: Math.round(within(left, card.width, window.width)),
    top: Math.round(within(top, card.height, window.height)),
  }
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  )
}
