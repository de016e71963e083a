/** Pictures of a picture that is described, a series that goes on, and a flower that is told. */
import { HIGH, places, WIDE, Word } from './parts'
import runs from './runs.json'

/** A word of the sentence, and where the network looked when it said it. */
const LOOKED_FOR = 'blue'
const PIXELS = 24
const PATCHES = 6

export function Caption() {
  const { picture, rows, heads } = runs.caption
  const size = (HIGH - 20) / PIXELS
  const word = rows.indexOf(LOOKED_FOR)
  const light = heads[0]![word]!
  const strongest = Math.max(...light)
  const lines = [rows.slice(0, 3), rows.slice(3, 6), rows.slice(6, 8), rows.slice(8, 10), rows.slice(10)]
  return (
    <>
      <rect x="14" y="10" width={HIGH - 20} height={HIGH - 20} fill="#8b919c" />
      {Array.from({ length: PIXELS * PIXELS }, (_, i) => {
        const [x, y] = [i % PIXELS, Math.floor(i / PIXELS)]
        const patch = Math.floor(y / (PIXELS / PATCHES)) * PATCHES + Math.floor(x / (PIXELS / PATCHES))
        const shine = 0.22 + 0.78 * (light[patch]! / strongest)
        const [red, green, blue] = picture.slice(i * 3, i * 3 + 3).map((part) => Math.round(part * 255))
        return (
          <rect
            key={`${x} ${y}`}
            x={14 + x * size}
            y={10 + y * size}
            width={size + 0.15}
            height={size + 0.15}
            fill={`rgb(${red} ${green} ${blue})`}
            opacity={shine}
          />
        )
      })}
      {lines.map((line, i) => (
        <text key={line.join()} x={HIGH + 6} y={24 + i * 18} fontSize="9" fill="var(--ink)">
          {line.map((one, j) => (
            <tspan
              key={`${one} ${line.indexOf(one, j)}`}
              {...(one === LOOKED_FOR && { fontWeight: 700, textDecoration: 'underline' })}
            >
              {`${one} `}
            </tspan>
          ))}
        </text>
      ))}
    </>
  )
}

export function Series() {
  const { series, next } = runs.recurrent
  const all = [...series, ...next]
  const [low, high] = [Math.min(...all), Math.max(...all)]
  const at = (value: number, i: number) =>
    `${12 + (i * (WIDE - 24)) / (all.length - 1)} ${14 + ((high - value) / (high - low)) * (HIGH - 28)}`
  const seen = series.map(at)
  const said = next.map((value, i) => at(value, series.length + i))
  return (
    <g fill="none" strokeWidth="1.8" strokeLinejoin="round">
      <path d={`M${seen.join('L')}`} stroke="var(--group-input)" />
      <path
        d={`M${[seen.at(-1), ...said].join('L')}`}
        stroke="var(--group-decision)"
        strokeDasharray="3 2.5"
      />
    </g>
  )
}

const FEATURES = ['sepal length', 'sepal width', 'petal length', 'petal width']

export function Flower() {
  const { flower, labels, values } = runs['feed-forward']
  const [left, right] = [
    places(
      FEATURES.map(() => 10),
      10,
      HIGH - 10,
    ),
    places(
      labels.map(() => 10),
      18,
      HIGH - 18,
    ),
  ]
  return (
    <>
      {left.map((from) =>
        right.map((to, i) => (
          <path
            key={`${from} ${to}`}
            d={`M86 ${from}C116 ${from} 116 ${to} 146 ${to}`}
            fill="none"
            stroke="var(--group-layer)"
            strokeWidth={0.6 + 2.4 * values[i]!}
            strokeOpacity={0.25 + 0.4 * values[i]!}
          />
        )),
      )}
      {left.map((y, i) => (
        <g key={y}>
          <Word x={12} y={y + 3} anchor="start" size={8.5} quiet>
            {FEATURES[i]!}
          </Word>
          <Word x={82} y={y + 3} anchor="end">
            {String(flower[i])}
          </Word>
        </g>
      ))}
      {right.map((y, i) => (
        <g key={y}>
          <Word x={150} y={y - 2} anchor="start" quiet={values[i]! < 0.5}>
            {labels[i]!}
          </Word>
          <rect x="150" y={y + 3} width="76" height="5" rx="2.5" fill="var(--sunken)" />
          <rect x="150" y={y + 3} width={76 * values[i]!} height="5" rx="2.5" fill="var(--group-decision)" />
        </g>
      ))}
    </>
  )
}
