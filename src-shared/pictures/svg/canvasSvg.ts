/** The canvas on paper: loops and groups as frames, wires in the hue of what they carry, cards with their ports. */
import { describeType } from '../../document/describe'
import type { HeedDocument } from '../../document/document'
import { ancestors } from '../../document/editsPlaces'
import { infer } from '../../document/infer'
import { portKey } from '../../document/structure'
import type { Group } from '../../kinds/kind'
import { kinds } from '../../kinds/registry'
import { groups } from '../groups'
import { CARD, type CardLayout, layoutCard, type PortPlace } from '../layout/cardLayout'
import { type Box, goesBack, laneAround, route, routeThrough } from '../layout/wireRoute'
import type { Theme } from '../scale'
import { monoWidth, textWidth } from '../textWidth'
import { groupHue, INKS, mixed, rgbOf } from './inks'
import { type Drawing, element, group, hex, label, movedBy, short } from './svg'

interface Placed {
  readonly id: string
  readonly group: Group
  readonly icon: string
  readonly card: CardLayout
  readonly x: number
  readonly y: number
  readonly depth: number
}

const PAD = 12
const MARK = 5

export function canvasSvg(document: HeedDocument, theme: Theme): Drawing {
  const types = infer(document).outputs
  const placed = Object.values(document.nodes)
    .map((node): Placed => {
      const around = ancestors(document, node.id).map((id) => document.nodes[id])
      const kind = kinds.get(node.kind)
      return {
        id: node.id,
        group: kind?.group ?? 'loop',
        icon: kind?.icon ?? '',
        card: layoutCard(node, (port) => {
          const type = types.get(portKey({ node: node.id, port }))
          return type && describeType(type)
        }),
        x: node.position.x + around.reduce((sum, loop) => sum + (loop?.position.x ?? 0), 0),
        y: node.position.y + around.reduce((sum, loop) => sum + (loop?.position.y ?? 0), 0),
        depth: around.length,
      }
    })
    .sort((a, b) => a.depth - b.depth)
  if (placed.length === 0) return { width: 1, height: 1, body: '' }
  const byId = new Map(placed.map((one) => [one.id, one] as const))
  const frames = placed.filter(({ card }) => card.frame)
  const cards = placed.filter(({ card }) => !card.frame)
  const boxes = cards.map(
    ({ x, y, card }): Box => ({ left: x, right: x + card.width, top: y, bottom: y + card.height }),
  )
  const wires = Object.values(document.wires).flatMap(({ from, to, points }) => {
    const [source, target] = [byId.get(from.node), byId.get(to.node)]
    const start = source?.card.ports.find(({ name, side }) => side === 'output' && name === from.port)
    const end = target?.card.ports.find(({ name, side }) => side === 'input' && name === to.port)
    if (!source || !target || !start || !end) return []
    const ends = {
      sourceX: source.x + start.x + 4,
      sourceY: source.y + start.y,
      targetX: target.x + end.x - 4,
      targetY: target.y + end.y,
    }
    const lane = goesBack(ends) ? laneAround(ends, boxes) : undefined
    return element('path', {
      d: (points ? routeThrough(ends, points) : route(ends, lane)).path.replace(/-?\d+\.\d+/g, (number) =>
        short(Number(number)),
      ),
      stroke: hex(groupHue(source.group, theme)),
    })
  })
  const left = Math.min(...placed.map(({ x }) => x)) - PAD
  const top = Math.min(...placed.map(({ y }) => y)) - PAD
  const right = Math.max(...placed.map(({ x, card }) => x + card.width)) + PAD
  const bottom = Math.max(...placed.map(({ y, card }) => y + card.height)) + PAD
  const body = [
    group(
      frames.map((frame) => movedBy(frame.x, frame.y, frameSvg(frame, theme))),
      { 'data-part': 'frames' },
    ),
    group(wires, { fill: 'none', 'stroke-width': 1.8, 'stroke-opacity': 0.75, 'data-part': 'wires' }),
    group(
      frames.map((frame) => movedBy(frame.x, frame.y, portsSvg(frame, theme))),
      { 'data-part': 'frame ports' },
    ),
    group(
      cards.map((card) => movedBy(card.x, card.y, cardSvg(card, theme))),
      { 'data-part': 'cards' },
    ),
  ]
  return { width: right - left, height: bottom - top, body: movedBy(-left, -top, body.join('\n')) }
}

function cardSvg(placed: Placed, theme: Theme): string {
  const { card } = placed
  const { line, surface } = INKS[theme]
  const hue = groupHue(placed.group, theme)
  return [
    element('rect', {
      x: 0.5,
      y: 0.5,
      width: card.width - 1,
      height: card.height - 1,
      rx: 9,
      fill: surface,
      stroke: mixed(hue, rgbOf(line), 0.45),
    }),
    headSvg(placed, theme, CARD.pad, 8, card.width),
    portsSvg(placed, theme),
  ].join('\n')
}

function frameSvg(placed: Placed, theme: Theme): string {
  const { card } = placed
  const { line, ground } = INKS[theme]
  const hue = groupHue(placed.group, theme)
  return [
    element('rect', {
      x: 0.75,
      y: 0.75,
      width: card.width - 1.5,
      height: card.height - 1.5,
      rx: 9,
      fill: hex(hue),
      'fill-opacity': 0.06,
      stroke: mixed(hue, rgbOf(line), 0.55),
      'stroke-width': 1.5,
      ...(card.group && { 'stroke-dasharray': '5 4' }),
    }),
    element('path', {
      d: `M1.5 ${short(card.head)}V9.5a8 8 0 0 1 8 -8H${short(card.headWidth)}V${short(card.head - 8)}a8 8 0 0 1 -8 8z`,
      fill: mixed(hue, rgbOf(ground), 0.12),
    }),
    headSvg(placed, theme, 8, 7, Math.min(card.width, card.headWidth + 40)),
  ].join('\n')
}

function headSvg(
  { card, group: kind, icon }: Placed,
  theme: Theme,
  left: number,
  top: number,
  width: number,
): string {
  const { ink, soft, surface } = INKS[theme]
  const hue = groupHue(kind, theme)
  const words = left + CARD.icon + 8
  const room = width - words - CARD.pad + 2
  const middle = top + (card.head - 13) / 2
  const box = { x: left, y: middle - CARD.icon / 2, width: CARD.icon, height: CARD.icon, rx: 6 }
  return [
    element('rect', { ...box, fill: mixed(hue, rgbOf(surface), 0.13) }),
    element(
      'g',
      {
        transform: `translate(${short(left + 5)} ${short(box.y + 5)}) scale(0.667)`,
        fill: 'none',
        stroke: hex(hue),
        'stroke-width': 1.6,
        'stroke-linecap': 'round',
        'stroke-linejoin': 'round',
      },
      element('path', { d: icon }),
    ),
    label(card.title, words, card.line === '' ? middle : middle - 7, {
      size: CARD.title,
      weight: 600,
      fill: ink,
      room,
      least: 10,
    }),
    card.line === ''
      ? ''
      : label(card.line, words, middle + 8.5, { size: CARD.line, fill: soft, room, least: 7.5 }),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

function portsSvg({ card, group: kind }: Placed, theme: Theme): string {
  return card.ports.map((port) => portSvg(port, kind, card, theme)).join('\n')
}

function portSvg(port: PortPlace, kind: Group, card: CardLayout, theme: Theme): string {
  const { ink, soft, surface } = INKS[theme]
  const hue = hex(groupHue(kind, theme))
  const right = (port.side === 'output') !== port.inside
  const known = port.side === 'input' || port.type !== undefined || card.frame
  const mark = element('path', {
    d: groups[kind].mark,
    transform: `translate(${short(port.x - MARK)} ${short(port.y - MARK)})`,
    fill: known ? hue : surface,
    stroke: hue,
    'stroke-width': 1.2,
  })
  const parts = [mark]
  // Names of ports that face the inside stand above their wires.
  const y = port.inside ? port.y - 7 : port.y
  const away = port.inside ? 11 : CARD.side - 1
  let x = right ? port.x - away : port.x + away
  const anchor = right ? 'end' : 'start'
  if (port.type !== undefined) {
    const room = Math.min(CARD.widestType, card.width - 2 * CARD.side)
    const width = Math.min(room, monoWidth(port.type, CARD.type))
    parts.push(
      label(port.type, x, y, { size: CARD.type, mono: true, fill: ink, anchor, room: room + 0.5, least: 8 }),
    )
    x += (right ? -1 : 1) * (width + CARD.gap)
  }
  if (port.label !== undefined) {
    const text = port.label + (port.optional ? '?' : '')
    const room = textWidth(text, CARD.label) + 1
    parts.push(label(text, x, y, { size: CARD.label, fill: soft, anchor, room }))
  }
  return parts.join('\n')
}
