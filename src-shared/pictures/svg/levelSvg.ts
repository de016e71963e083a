/** A level of a model's graph on paper: cards where the layout put them, wires around their corners, attention marked. */
import { groups } from '../groups'
import { cardText } from '../level/cards'
import { rounded } from '../level/corners'
import type { LevelLayout, PlacedCard, Point } from '../level/layout'
import type { Level, LevelNode } from '../level/repeats'
import { labelWidth, wireText } from '../level/words'
import type { Theme } from '../scale'
import { textWidth } from '../textWidth'
import { groupHue, INKS, mixed, rgbOf } from './inks'
import { type Drawing, element, group, hex, label, movedBy, short } from './svg'

/** Room around all cards: stacks and bodies stand out of theirs. */
const PAD = 16
const INSET = 12
const TITLE = 12.5
const LINE = 11
const WIRE_TEXT = 10.5
const COUNT = 11

export function levelSvg(level: Level, layout: LevelLayout, theme: Theme): Drawing {
  const cards = level.nodes.flatMap((node) => {
    const place = layout.cards.get(node.id)
    return place === undefined ? [] : [{ node, place }]
  })
  if (cards.length === 0) return { width: 1, height: 1, body: '' }
  const points = [
    ...cards.flatMap(({ place }) => [place, { x: place.x + place.width, y: place.y + place.height }]),
    ...layout.wires.flat(),
  ]
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)]
  const [left, top] = [least(xs) - PAD, least(ys) - PAD]
  const body = [
    wiresSvg(level, layout, theme),
    group(
      cards.map(({ node, place }) => movedBy(place.x, place.y, cardSvg(node, place, theme))),
      { 'data-part': 'cards' },
    ),
  ]
  return {
    width: most(xs) + PAD - left,
    height: most(ys) + PAD - top,
    body: movedBy(-left, -top, body.join('\n')),
  }
}

/** A level may have thousands of cards: more than a call takes arguments. */
function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b))
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b))
}

function wiresSvg({ nodes, wires }: Level, layout: LevelLayout, theme: Theme): string {
  const { soft, line } = INKS[theme]
  const attends = new Set(nodes.filter(({ sites }) => sites.length > 0).map(({ id }) => id))
  const plain = mixed(rgbOf(soft), rgbOf(line), 0.35)
  const telling = mixed(groupHue('attention', theme), rgbOf(line), 0.65)
  const paths: string[] = []
  const texts: string[] = []
  wires.forEach(({ from, tensors }, i) => {
    const points = layout.wires[i] ?? []
    const place = layout.labels[i]
    const text = place === undefined ? '' : wireText(tensors)
    const stroke = attends.has(from) ? telling : plain
    const parts = text === '' ? [points] : around(points, place!, labelWidth(text))
    for (const part of parts) paths.push(element('path', { d: numbers(rounded(part)), stroke }))
    if (text !== '')
      texts.push(
        label(text, place!.x, place!.y, { size: WIRE_TEXT, mono: true, fill: soft, anchor: 'middle' }),
      )
  })
  return [
    group(paths, { fill: 'none', 'stroke-width': 1.4, 'data-part': 'wires' }),
    group(texts, { 'data-part': 'labels' }),
  ].join('\n')
}

/** A wire without the piece that its label stands on, so that no ground has to lie under the label. */
export function around(points: readonly Point[], { x, y }: Point, width: number): (readonly Point[])[] {
  const [left, right] = [x - width / 2, x + width / 2]
  const at = points.findIndex((point, i) => {
    const next = points[i + 1]
    return (
      next !== undefined &&
      Math.abs(point.y - y) < 1 &&
      Math.abs(next.y - y) < 1 &&
      point.x <= x &&
      next.x >= x
    )
  })
  if (at === -1) return [points]
  const [start, end] = [points[at]!, points[at + 1]!]
  const before = [...points.slice(0, at + 1), { x: Math.max(start.x, left), y: start.y }]
  return [before, [{ x: Math.min(end.x, right), y: end.y }, ...points.slice(at + 1)]]
}

function numbers(path: string): string {
  return path.replace(/-?\d+\.\d+/g, (number) => short(Number(number)))
}

function cardSvg(node: LevelNode, { width, height }: PlacedCard, theme: Theme): string {
  const { ink, soft, surface, line } = INKS[theme]
  const attends = node.sites.length > 0
  const hue = groupHue('attention', theme)
  const edge = attends ? hex(hue) : edgeOf(node, theme)
  const fill = attends ? mixed(hue, rgbOf(surface), 0.09) : surface
  const end = node.type === 'input' || node.type === 'output'
  const rx = end ? height / 2 : node.type === 'operator' ? 7 : 9
  const box = (away: number) =>
    element('rect', {
      x: away + 0.5,
      y: away + 0.5,
      width: width - 1,
      height: height - 1,
      rx,
      fill: away === 0 ? fill : surface,
      stroke: edge,
    })
  const behind = node.type === 'stack' ? [6, 3] : node.type === 'scope' ? [3] : []
  const { title, line: below } = cardText(node)
  const middle = below === '' ? height / 2 : 16
  const { body: marks, left } = marksSvg(node, width - INSET, middle, theme)
  return [
    ...behind.map(box),
    box(0),
    label(title, INSET, middle, {
      size: TITLE,
      weight: node.type === 'operator' ? 500 : 600,
      fill: ink,
      room: left - INSET + 2,
    }),
    below === '' ? '' : label(below, INSET, 32.5, { size: LINE, fill: soft, room: width - 2 * INSET + 2 }),
    ...marks,
    node.type === 'operator' ? bodiesSvg(node, height, line, theme) : '',
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function edgeOf({ type }: LevelNode, theme: Theme): string {
  const { soft, line } = INKS[theme]
  if (type === 'input') return mixed(groupHue('input', theme), rgbOf(line), 0.5)
  if (type === 'output') return mixed(groupHue('decision', theme), rgbOf(line), 0.5)
  return mixed(rgbOf(soft), rgbOf(line), 0.3)
}

/** What stands at the right of a title: the mark of attention, how often a block repeats. */
function marksSvg({ sites, members }: LevelNode, right: number, middle: number, theme: Theme) {
  const body: string[] = []
  let left = right
  if (members !== undefined) {
    const text = `×${members.length}`
    const wide = textWidth(text, COUNT) + 12
    left -= wide
    const { accent, surface } = INKS[theme]
    body.push(
      element('rect', {
        x: left,
        y: middle - 8.5,
        width: wide,
        height: 17,
        rx: 8,
        fill: mixed(rgbOf(accent), rgbOf(surface), 0.12),
      }),
      label(text, left + wide / 2, middle, { size: COUNT, fill: accent, weight: 600, anchor: 'middle' }),
    )
    left -= 6
  }
  if (sites.length > 0) {
    left -= 10
    body.push(
      element('path', {
        d: groups.attention.mark,
        transform: `translate(${short(left)} ${short(middle - 5)})`,
        fill: hex(groupHue('attention', theme)),
      }),
    )
    left -= 6
  }
  return { body, left }
}

/** Names of the bodies of an If, a Loop or a Scan, below its card. */
function bodiesSvg({ enter }: LevelNode, height: number, line: string, theme: Theme): string {
  const { surface, soft } = INKS[theme]
  let x = 8
  return enter
    .map(({ title }) => {
      const wide = textWidth(title, 10) + 12
      const drawn = [
        element('rect', { x, y: height - 3, width: wide, height: 15, rx: 7, fill: surface, stroke: line }),
        label(title, x + wide / 2, height + 4.5, { size: 10, fill: soft, anchor: 'middle' }),
      ].join('\n')
      x += wide + 4
      return drawn
    })
    .join('\n')
}
