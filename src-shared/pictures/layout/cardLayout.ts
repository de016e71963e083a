/** How large the canvas's cards are, and where their ports stand: what canvas.css makes of them, as arithmetic. */
import type { DocumentNode } from '../../document/document'
import { LOOP_SIZE } from '../../document/edits'
import { isFrame, isGroup, portsOf, titleOf } from '../../document/structure'
import type { Port } from '../../kinds/kind'
import { kinds } from '../../kinds/registry'
import { cardLine, shortType } from '../cardWords'
import { monoWidth, textWidth } from '../textWidth'

export interface PortPlace {
  readonly name: string
  readonly side: 'input' | 'output'
  /** Faces the inside of a loop. */
  readonly inside: boolean
  /** Its mark's middle, from the card's corner. */
  readonly x: number
  readonly y: number
  /** Undefined where the type says enough. */
  readonly label: string | undefined
  readonly optional: boolean
  readonly type: string | undefined
}

export interface CardLayout {
  readonly width: number
  readonly height: number
  readonly title: string
  readonly line: string
  /** Others lie in it: a loop or a group. */
  readonly frame: boolean
  readonly group: boolean
  /** Height of the head. */
  readonly head: number
  /** Width of a frame's head, which is as wide as what it says. */
  readonly headWidth: number
  readonly ports: readonly PortPlace[]
}

/** px, as in canvas.css. */
export const CARD = {
  title: 12.5,
  line: 11,
  label: 11.5,
  type: 10.5,
  icon: 26,
  pad: 10,
  side: 12,
  gap: 6,
  widestType: 112,
  /** In the head of a frame. */
  widestLine: 340,
} as const
const NARROWEST = 140
const WIDEST = 216
const WIDEST_FOR_LINE = 172
const SMALL_LINE = 8.5
const PORT = 20
const EDGE = 1
const COLUMNS_GAP = 10
const RAIL_GAP = 14
const INSIDE = 11

/** @param typeOf what is on an output, in words */
export function layoutCard(node: DocumentNode, typeOf: (port: string) => string | undefined): CardLayout {
  const kind = kinds.get(node.kind)
  const title = titleOf(node)
  const line = kind === undefined ? `unknown kind “${node.kind}”` : cardLine(kind, node.params)
  const { inputs, outputs } = portsOf(node)
  const lists = {
    inputs: shownPorts(inputs, 'input', false, typeOf),
    outputs: shownPorts(outputs, 'output', false, typeOf),
    insideOutputs: shownPorts(outputs, 'output', true, typeOf),
    insideInputs: shownPorts(inputs, 'input', true, typeOf),
  }
  const words = CARD.title * 1.3 + (line === '' ? 0 : CARD.line * 1.3)
  const head = 13 + Math.max(CARD.icon, words)
  const headWidth = 2 * EDGE + 2 * CARD.pad + CARD.icon + 8 + textWidth(title, CARD.title, true)
  const frame = isFrame(node)
  const beside = 2 * EDGE + 2 * CARD.pad + CARD.icon + 8
  const saying = frame ? Math.min(CARD.widestLine, textWidth(line, CARD.line)) + beside : 0
  const look = { title, line, frame, group: isGroup(node), head, headWidth: Math.max(headWidth, saying) + 2 }
  if (look.frame) {
    const { width, height } = node.size ?? LOOP_SIZE
    const top = EDGE + head + 6
    return {
      ...look,
      width,
      height,
      ports: [
        ...rail(lists.inputs, lists.insideOutputs, 0, 1, top),
        ...rail(lists.outputs, lists.insideInputs, width, -1, top),
      ],
    }
  }
  const widest = (ports: readonly Unplaced[]) =>
    ports.reduce((most, port) => Math.max(most, widthOf(port)), 0)
  const needed = widest(lists.inputs) + COLUMNS_GAP + widest(lists.outputs) + 2 * EDGE
  // A screen cuts a long line and says it when it is pointed at; paper gives it some room, and writes the rest smaller.
  const lined = Math.min(
    WIDEST_FOR_LINE,
    headWidth - textWidth(title, CARD.title, true) + textWidth(line, SMALL_LINE),
  )
  const width = Math.ceil(Math.min(WIDEST, Math.max(NARROWEST, headWidth, needed, lined)))
  const rows = Math.max(lists.inputs.length, lists.outputs.length)
  const place = (ports: readonly Unplaced[], x: number) =>
    ports.map((port, i) => ({ ...port, x, y: EDGE + head + 2 + i * PORT + PORT / 2 }))
  return {
    ...look,
    width,
    height: 2 * EDGE + head + 10 + rows * PORT,
    ports: [...place(lists.inputs, EDGE), ...place(lists.outputs, width - EDGE)],
  }
}

type Unplaced = Omit<PortPlace, 'x' | 'y'>

function shownPorts(
  ports: Readonly<Record<string, Port>>,
  side: 'input' | 'output',
  inside: boolean,
  typeOf: (port: string) => string | undefined,
): Unplaced[] {
  const shown = Object.entries(ports).filter(([, port]) => (port.inside === true) === inside)
  return shown.map(([name, port]) => {
    const type = side === 'output' ? typeOf(name) : undefined
    const silent = shown.length === 1 && side === 'output' && type !== undefined && !inside
    return {
      name,
      side,
      inside,
      label: silent ? undefined : (port.label ?? name),
      optional: port.optional === true,
      type: type === undefined ? undefined : shortType(type),
    }
  })
}

function widthOf({ label, optional, type }: Unplaced): number {
  const named = label === undefined ? 0 : textWidth(label + (optional ? '?' : ''), CARD.label)
  const typed = type === undefined ? 0 : Math.min(CARD.widestType, monoWidth(type, CARD.type))
  return 2 * CARD.side + named + typed + (named > 0 && typed > 0 ? CARD.gap : 0)
}

/** Ports down one edge of a loop: those of the outside, then those that face the inside. */
function rail(
  outside: readonly Unplaced[],
  inside: readonly Unplaced[],
  edge: number,
  way: 1 | -1,
  top: number,
): PortPlace[] {
  const first = outside.map((port, i) => ({
    ...port,
    type: undefined,
    x: edge + way * 1.5,
    y: top + i * (PORT + RAIL_GAP) + PORT / 2,
  }))
  const below = top + outside.length * (PORT + RAIL_GAP)
  const second = inside.map((port, i) => ({
    ...port,
    type: undefined,
    x: edge + way * (1.5 + INSIDE),
    y: below + i * PORT + PORT / 2,
  }))
  return [...first, ...second]
}
