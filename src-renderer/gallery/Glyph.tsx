/** A small abstract picture of each template: what looks at what. Drawn, not photographed. */
import type { ReactNode } from 'react'

const WIDE = 200
const HIGH = 96

export function Glyph({ id }: { readonly id: string }) {
  return (
    <svg className="glyph" viewBox={`0 0 ${WIDE} ${HIGH}`} aria-hidden="true">
      {(drawings[id] ?? plain)()}
    </svg>
  )
}

type Drawing = () => ReactNode

const drawings: Readonly<Record<string, Drawing>> = {
  'feed-forward': () => (
    <>
      {spread(4, 14, 82).flatMap((from) =>
        spread(3, 26, 70).map((to) => line(36, from, 100, to, 0.5, 'layer')),
      )}
      {spread(3, 26, 70).map((from) => line(100, from, 164, 48, 0.9, 'layer'))}
      {spread(4, 14, 82).map((y) => dot(36, y, 'input'))}
      {spread(3, 26, 70).map((y) => dot(100, y, 'layer'))}
      {dot(164, 48, 'decision')}
    </>
  ),
  recurrent: () => (
    <>
      {spread(5, 30, 170).map((x, i) => (
        <g key={x}>
          {line(x, 78, x, 48, 1, 'input')}
          {i < 4 ? line(x, 48, x + 35, 48, 1 + i * 0.7, 'recurrent') : null}
          {dot(x, 78, 'input')}
          {dot(x, 48, 'recurrent')}
        </g>
      ))}
      {line(170, 48, 170, 18, 2, 'decision')}
      {dot(170, 18, 'decision')}
    </>
  ),
  'attention-states': () => (
    <>
      {spread(6, 25, 175).map((x, i) => line(x, 66, 100, 20, [0.6, 1, 5.5, 2.2, 0.6, 1][i]!, 'attention'))}
      {spread(6, 25, 175).map((x) => dot(x, 70, 'recurrent'))}
      {dot(100, 18, 'decision')}
    </>
  ),
  'translation-plain': () => (
    <>
      {spread(4, 20, 80).map((x, i) => (i < 3 ? line(x, 48, x + 20, 48, 1.5, 'recurrent') : null))}
      {line(80, 48, 120, 48, 5, 'recurrent')}
      {spread(4, 120, 180).map((x, i) => (i < 3 ? line(x, 48, x + 20, 48, 1.5, 'recurrent') : null))}
      {spread(4, 20, 80).map((x) => dot(x, 48, 'recurrent'))}
      {spread(4, 120, 180).map((x) => dot(x, 48, 'decision'))}
    </>
  ),
  'translation-attention': () => (
    <>
      {[0, 1, 2, 3, 4].flatMap((to) =>
        [0, 1, 2, 3, 4].map((from) => {
          const weight = [5, 1.6, 0.4, 0, 0][Math.abs([0, 1, 3, 2, 4][to]! - from)]!
          return weight === 0 ? null : line(24 + from * 38, 22, 24 + to * 38, 74, weight, 'attention')
        }),
      )}
      {spread(5, 24, 176).map((x) => dot(x, 18, 'input'))}
      {spread(5, 24, 176).map((x) => dot(x, 78, 'decision'))}
    </>
  ),
  transformer: () => (
    <>
      {[74, 46].flatMap((y, layer) =>
        [0, 1, 2, 3].flatMap((from) =>
          [0, 1, 2, 3].map((to) =>
            line(
              34 + from * 44,
              y,
              34 + to * 44,
              y - 28,
              [3, 0.8, 1.6, 0.5][(from + to + layer) % 4]!,
              'attention',
            ),
          ),
        ),
      )}
      {[74, 46, 18].flatMap((y, i) =>
        spread(4, 34, 166).map((x) => dot(x, y, i === 0 ? 'input' : i === 1 ? 'layer' : 'decision')),
      )}
    </>
  ),
  'memory-network': () => (
    <>
      {spread(4, 14, 82).map((y, i) => line(58, y, 130, 48, [0.6, 4.5, 0.6, 1.8][i]!, 'memory'))}
      {spread(4, 14, 82).map((y) => (
        <rect
          key={y}
          x="24"
          y={y - 6}
          width="34"
          height="12"
          rx="3"
          fill="var(--group-memory)"
          opacity="0.85"
        />
      ))}
      {line(130, 48, 172, 48, 2, 'decision')}
      {dot(130, 48, 'attention')}
      {dot(172, 48, 'decision')}
    </>
  ),
  caption: () => (
    <>
      {[0, 1, 2, 3].flatMap((row) =>
        [0, 1, 2, 3].map((column) => (
          <rect
            key={`${row} ${column}`}
            x={24 + column * 17}
            y={14 + row * 17}
            width="15"
            height="15"
            fill="var(--group-input)"
            opacity={row === 1 && column === 2 ? 0.9 : 0.22}
          />
        )),
      )}
      {spread(4, 18, 78).map((y, i) => line(66, 40, 160, y, [0.6, 5, 1.2, 0.6][i]!, 'attention'))}
      {spread(4, 18, 78).map((y) => dot(166, y, 'decision'))}
    </>
  ),
  'memory-write': () => (
    <>
      {spread(5, 30, 170).map((x, i) => line(x, 18, 158 - i * 29, 48, 2.4, 'memory'))}
      {spread(5, 30, 170).map((x) => line(x, 48, x, 78, 2.4, 'attention'))}
      {spread(5, 30, 170).map((x) => (
        <rect
          key={x}
          x={x - 13}
          y="42"
          width="26"
          height="12"
          rx="3"
          fill="var(--group-memory)"
          opacity="0.85"
        />
      ))}
      {spread(5, 30, 170).map((x) => dot(x, 16, 'input'))}
      {spread(5, 30, 170).map((x) => dot(x, 80, 'decision'))}
    </>
  ),
}

const plain: Drawing = () => (
  <>
    {line(40, 48, 100, 30, 2, 'layer')}
    {line(40, 48, 100, 66, 1, 'layer')}
    {line(100, 30, 160, 48, 2, 'decision')}
    {line(100, 66, 160, 48, 1, 'decision')}
    {dot(40, 48, 'input')}
    {dot(100, 30, 'layer')}
    {dot(100, 66, 'layer')}
    {dot(160, 48, 'decision')}
  </>
)

function spread(count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, (_, i) => Math.round(from + (i * (to - from)) / (count - 1)))
}

function dot(x: number, y: number, group: string) {
  return <circle key={`${x} ${y} ${group}`} cx={x} cy={y} r="5.5" fill={`var(--group-${group})`} />
}

function line(x1: number, y1: number, x2: number, y2: number, width: number, group: string) {
  const middle = (y1 + y2) / 2
  const path =
    Math.abs(y1 - y2) > 20 && x1 !== x2
      ? `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}`
      : `M${x1} ${y1}L${x2} ${y2}`
  return (
    <path
      key={`${path} ${width}`}
      d={path}
      fill="none"
      stroke={`var(--group-${group})`}
      strokeWidth={width}
      strokeOpacity={0.25 + Math.min(width, 5) * 0.12}
      strokeLinecap="round"
    />
  )
}
