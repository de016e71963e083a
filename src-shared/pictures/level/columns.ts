/**
 * A plain layout in linear time: each card stands one column behind the last of those that it takes from. What a level that is too
 * large for ELK gets, and one whose layout was cancelled.
 */
import { cardSize } from './cards'
import type { LevelLayout, PlacedCard, Point } from './layout'
import type { Level } from './repeats'

const GAP = { x: 70, y: 20 }

export function columnLayout({ nodes, wires }: Level): LevelLayout {
  const column = columnsOf(nodes, wires)
  const columns: { readonly id: string; readonly width: number; readonly height: number; wish: number }[][] =
    []
  const sources = new Map<string, string[]>()
  for (const { from, to } of wires) sources.set(to, [...(sources.get(to) ?? []), from])
  for (const node of nodes) {
    const at = column.get(node.id) ?? 0
    while (columns.length <= at) columns.push([])
    columns[at]!.push({ id: node.id, ...cardSize(node), wish: 0 })
  }
  const cards = new Map<string, PlacedCard>()
  let x = 0
  for (const cardsHere of columns) {
    // A card stands as high as the mean of those that it takes from, as far as there is room.
    for (const card of cardsHere) {
      const tops = (sources.get(card.id) ?? []).flatMap((id) => cards.get(id)?.y ?? [])
      card.wish = tops.length === 0 ? 0 : tops.reduce((sum, y) => sum + y, 0) / tops.length
    }
    cardsHere.sort((a, b) => a.wish - b.wish)
    let y = Number.NEGATIVE_INFINITY
    for (const { id, width, height, wish } of cardsHere) {
      y = Math.max(y, wish)
      cards.set(id, { x, y, width, height })
      y += height + GAP.y
    }
    x += Math.max(0, ...cardsHere.map(({ width }) => width)) + GAP.x
  }
  return {
    cards,
    wires: wires.map(({ from, to }) => straight(cards.get(from), cards.get(to))),
    labels: wires.map(() => undefined),
  }
}

/** Longest way from a card without sources; what lies on a cycle keeps the column that it was reached with first. */
function columnsOf(nodes: Level['nodes'], wires: Level['wires']): Map<string, number> {
  const waits = new Map(nodes.map(({ id }) => [id, 0]))
  const targets = new Map<string, string[]>()
  for (const { from, to } of wires) {
    if (from === to) continue
    waits.set(to, (waits.get(to) ?? 0) + 1)
    const list = targets.get(from)
    if (list === undefined) targets.set(from, [to])
    else list.push(to)
  }
  const column = new Map<string, number>()
  const ready = nodes.map(({ id }) => id).filter((id) => waits.get(id) === 0)
  const take = () => {
    for (let i = 0; i < ready.length; i++) {
      const id = ready[i]!
      const own = column.get(id) ?? 0
      column.set(id, own)
      for (const to of targets.get(id) ?? []) {
        column.set(to, Math.max(column.get(to) ?? 0, own + 1))
        const left = waits.get(to)! - 1
        waits.set(to, left)
        if (left === 0) ready.push(to)
      }
    }
  }
  take()
  for (const { id } of nodes) if (!column.has(id)) column.set(id, 0)
  return column
}

function straight(from: PlacedCard | undefined, to: PlacedCard | undefined): Point[] {
  if (from === undefined || to === undefined) return []
  const start = { x: from.x + from.width, y: from.y + from.height / 2 }
  const end = { x: to.x, y: to.y + to.height / 2 }
  const middle = (start.x + end.x) / 2
  return start.y === end.y ? [start, end] : [start, { x: middle, y: start.y }, { x: middle, y: end.y }, end]
}
