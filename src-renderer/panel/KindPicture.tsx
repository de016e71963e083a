/** A kind's picture, drawn from what the kind says of itself. */
import type { Kind, Params } from '#shared/kinds/kind'
import { CELL, type Glyph, WEIGHTS } from '#shared/pictures/kind/glyph'
import {
  type Box,
  type KindPicture as Drawn,
  kindPicture,
  type PicturePort,
} from '#shared/pictures/kind/kindPicture'
import type { Middle } from '#shared/pictures/kind/middle'
import { groupColor } from '../theme/groups'
import './kind-picture.css'

export function KindPicture({ kind, params }: { readonly kind: Kind; readonly params: Params }) {
  const picture = kindPicture(kind, params)
  const { width, height, inputs, outputs, box, words } = picture
  const middle = box.y + box.height / 2
  return (
    <svg
      className="kind-picture"
      viewBox={`-1 -1 ${width + 2} ${height + 3}`}
      role="img"
      aria-label={words}
      style={{ color: groupColor(kind.group) }}
    >
      {inputs.map((port) => (
        <g key={port.name}>
          <PortGlyph port={port} x={0} anchor="start" />
          <path className="way" d={way(endOf(port), port.middle, box.x, meets(port.middle, box, middle))} />
        </g>
      ))}
      {outputs.map((port) => (
        <g key={port.name}>
          <PortGlyph port={port} x={width} anchor="end" />
          <path
            className="way"
            d={way(box.x + box.width, meets(port.middle, box, middle), width - endOf(port), port.middle)}
          />
        </g>
      ))}
      <rect className="box" {...box} rx="6" />
      <Inner picture={picture} icon={kind.icon} />
    </svg>
  )
}

/** Where a port's drawing ends and its wire begins, counted from its side. */
function endOf({ glyph }: PicturePort): number {
  return glyph.width + (glyph.letters === '' ? 6 : 10 + lettersWidth(glyph))
}

function lettersWidth({ letters }: Glyph): number {
  return letters.length * 4.6
}

/** The height at which a wire meets the box. */
function meets(y: number, box: Box, middle: number): number {
  const room = box.height / 2 - 7
  return middle + Math.max(-room, Math.min(room, y - middle))
}

function way(x1: number, y1: number, x2: number, y2: number): string {
  const half = (x1 + x2) / 2
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`
}

interface PortGlyphProps {
  readonly port: PicturePort
  readonly x: number
  readonly anchor: 'start' | 'end'
}

function PortGlyph({ port, x, anchor }: PortGlyphProps) {
  const { glyph, name, optional, many, y } = port
  const left = anchor === 'start' ? x : x - glyph.width
  const beside = anchor === 'start' ? left + glyph.width + 5 : left - 5
  return (
    <g className={optional ? 'port-optional' : undefined}>
      <text className="port-name" x={x} y={y + 9} textAnchor={anchor}>
        {name}
        {optional ? '?' : many ? ' …' : ''}
      </text>
      {glyph.cells.map((cell) => (
        <rect
          key={`${cell.x} ${cell.y}`}
          className={cell.faint ? 'cell faint' : 'cell'}
          x={left + cell.x}
          y={y + 12 + cell.y}
          width={CELL}
          height={CELL}
          rx={cell.round ? CELL / 2 : 0.8}
          style={
            cell.weight === undefined ? undefined : { fillOpacity: Math.min(1, 0.05 + 1.4 * cell.weight) }
          }
        />
      ))}
      <text className="letters" x={beside} y={port.middle + 3} textAnchor={anchor}>
        {glyph.letters}
      </text>
    </g>
  )
}

function Inner({ picture: { middle, box }, icon }: { readonly picture: Drawn; readonly icon: string }) {
  switch (middle.type) {
    case 'attention':
      return <Attention middle={middle} box={box} />
    case 'inside':
      return <Inside middle={middle} box={box} />
    case 'loop':
      return <Loop middle={middle} box={box} />
    case 'icon':
      return (
        <path
          className="icon"
          d={icon}
          transform={`translate(${box.x + box.width / 2 - 14.4} ${box.y + box.height / 2 - 14.4}) scale(1.2)`}
        />
      )
  }
}

type Of<T extends Middle['type']> = { readonly middle: Extract<Middle, { type: T }>; readonly box: Box }

/** Below stands what looks, above what is looked at: the lines are the weights. */
function Attention({ middle: { query, key, heads }, box }: Of<'attention'>) {
  const [top, bottom] = [box.y + 18, box.y + box.height - 18]
  const step = (box.width - 26) / (WEIGHTS.length - 1)
  const keyAt = (rank: number) => box.x + 13 + rank * step
  const asking = query === undefined ? [0] : [-1, 1]
  const askedAt = (side: number) => box.x + box.width / 2 + side * 16
  const weights = asking.flatMap((side) =>
    WEIGHTS.map((_, rank) => {
      // The second one looks elsewhere.
      const weight = WEIGHTS[side > 0 ? (rank + 4) % WEIGHTS.length : rank]!
      return { side, rank, weight }
    }),
  )
  return (
    <g>
      {[...weights]
        .sort((a, b) => a.weight - b.weight)
        .map(({ side, rank, weight }) => (
          <path
            key={`${side} ${rank}`}
            className={heads && rank % 2 === 1 ? 'look other-head' : 'look'}
            d={`M${askedAt(side)} ${bottom}C${askedAt(side)} ${bottom - 16} ${keyAt(rank)} ${top + 20} ${keyAt(rank)} ${top + 3}`}
            strokeWidth={0.5 + 5 * weight}
            strokeOpacity={0.25 + 0.75 * weight}
          />
        ))}
      {WEIGHTS.map((weight, rank) => (
        <rect key={weight} className="cell" x={keyAt(rank) - 3} y={top - 3} width="6" height="6" rx="1" />
      ))}
      {asking.map((side) => (
        <rect key={side} className="cell" x={askedAt(side) - 3} y={bottom - 3} width="6" height="6" rx="1" />
      ))}
      <text className="letters" x={box.x + box.width / 2} y={box.y + 10} textAnchor="middle">
        {key}
      </text>
      <text className="letters" x={box.x + box.width / 2} y={box.y + box.height - 5} textAnchor="middle">
        {query ?? 'each step'}
      </text>
    </g>
  )
}

function Inside({ middle: { parts, wires }, box }: Of<'inside'>) {
  const at = (rank: number, end: 'from' | 'to') => {
    const part = parts[rank]
    if (part === undefined)
      return { x: end === 'from' ? box.x : box.x + box.width, y: box.y + box.height / 2 }
    return { x: box.x + 12 + part.x * (box.width - 24), y: box.y + 12 + part.y * (box.height - 24) }
  }
  return (
    <g>
      {wires.map(([from, to], i) => {
        const [a, b] = [at(from, 'from'), at(to, 'to')]
        // biome-ignore lint/suspicious/noArrayIndexKey: two wires may join the same parts; none ever moves
        return <path key={i} className="wire-inside" d={way(a.x, a.y, b.x, b.y)} />
      })}
      {parts.map(({ group, attends }, i) => {
        const { x, y } = at(i, 'from')
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a kind keep their order
            key={i}
            className={attends ? 'part attends' : 'part'}
            style={{ color: groupColor(group) }}
            x={x - 5}
            y={y - 3.5}
            width="10"
            height="7"
            rx="2"
          />
        )
      })}
    </g>
  )
}

const LINE = 13

/** What each step gets stands at the left edge, what it gives back at the right one; the arrow leads to the next step. */
function Loop({ middle: { gives, takes }, box }: Of<'loop'>) {
  const right = box.x + box.width
  const bottom = box.y + box.height - 9
  return (
    <g>
      {gives.map((name, i) => (
        <text key={name} className="port-name" x={box.x + 8} y={box.y + 13 + i * LINE}>
          {name}
        </text>
      ))}
      {takes.map((name, i) => (
        <text
          key={name}
          className="port-name"
          x={right - 8}
          y={box.y + 13 + (gives.length + i) * LINE}
          textAnchor="end"
        >
          {name}
        </text>
      ))}
      <path className="again" d={`M${right - 10} ${bottom}H${box.x + 14}`} />
      <path className="again" d={`M${box.x + 18} ${bottom - 4}l-5 4 5 4`} />
    </g>
  )
}
