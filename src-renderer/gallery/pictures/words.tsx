/** Pictures of words that look at words. */
import { css, headColor } from '#shared/pictures/scale'
import { useThemeName } from '../../stores/hooks'
import { HIGH, Line, placesOf, WIDE, Word } from './parts'
import runs from './runs.json'

const TOP = 18
const BOTTOM = HIGH - 10

/** Words that were read above, words that were said below, weights between them. */
export function Translation() {
  const { rows, columns, heads } = runs['translation-attention']
  return <Looks rows={rows} columns={columns} heads={heads} />
}

export function Transformer() {
  const { rows, columns, heads } = runs.transformer
  return <Looks rows={rows} columns={columns} heads={heads} />
}

interface LooksProps {
  readonly rows: readonly string[]
  readonly columns: readonly string[]
  /** [head][row][column] */
  readonly heads: readonly (readonly (readonly number[])[])[]
}

function Looks({ rows, columns, heads }: LooksProps) {
  const theme = useThemeName()
  const above = placesOf(columns)
  const below = placesOf(rows)
  const lines = heads.flatMap((head, h) =>
    head.flatMap((weights, row) => weights.map((weight, column) => ({ h, row, column, weight }))),
  )
  return (
    <>
      {lines
        .toSorted((a, b) => a.weight - b.weight)
        .map(({ h, row, column, weight }) => (
          <Line
            key={`${h} ${row} ${column}`}
            from={[above[column]! + (h - (heads.length - 1) / 2) * 2.5, TOP + 6]}
            to={[below[row]! + (h - (heads.length - 1) / 2) * 2.5, BOTTOM - 11]}
            weight={weight}
            widest={heads.length > 1 ? 3 : 5.5}
            {...(heads.length > 1 && { color: css(headColor(h, theme)) })}
          />
        ))}
      <Words words={columns} at={above} y={TOP} />
      <Words words={rows} at={below} y={BOTTOM} />
    </>
  )
}

function Words({ words, at, y }: { words: readonly string[]; at: readonly number[]; y: number }) {
  return words.map((word, i) => (
    <Word key={`${word} ${at[i]}`} x={at[i]!} y={y}>
      {word}
    </Word>
  ))
}

/** Everything goes through the last state. */
export function Crammed() {
  const { read, said } = runs['translation-plain']
  const [words, answer] = [read.split(' '), said.split(/[\s]+|(?<=-)|(?=-)/)]
  const [above, below] = [placesOf(words), placesOf(answer)]
  const middle = HIGH / 2 + 2
  return (
    <>
      {above.map((x) => (
        <Line
          key={x}
          from={[x, TOP + 6]}
          to={[WIDE / 2, middle - 9]}
          weight={0.3}
          color="var(--group-recurrent)"
        />
      ))}
      {below.map((x) => (
        <Line
          key={x}
          from={[WIDE / 2, middle + 9]}
          to={[x, BOTTOM - 11]}
          weight={0.3}
          color="var(--group-decision)"
        />
      ))}
      <rect
        x={WIDE / 2 - 30}
        y={middle - 9}
        width="60"
        height="18"
        rx="4"
        fill="var(--surface)"
        stroke="var(--group-recurrent)"
      />
      <Word x={WIDE / 2} y={middle + 3}>
        32 numbers
      </Word>
      <Words words={words} at={above} y={TOP} />
      <Words words={answer} at={below} y={BOTTOM} />
    </>
  )
}

/** One decision over the states of a long sequence. */
export function States() {
  const { rows, columns, heads } = runs['attention-states']
  const at = columns.map((_, i) => 12 + (i * (WIDE - 24)) / (columns.length - 1))
  const answer = rows[0]?.split(' ')[0] ?? ''
  return (
    <>
      {heads[0]![0]!.map((weight, i) => (
        <Line key={at[i]} from={[WIDE / 2, TOP + 8]} to={[at[i]!, BOTTOM - 13]} weight={weight} />
      ))}
      <Word x={WIDE / 2} y={TOP + 1} size={13}>
        {answer}
      </Word>
      {columns.map((letter, i) => (
        <Word key={at[i]} x={at[i]!} y={BOTTOM - 3} size={8} quiet={!letter.startsWith('*')}>
          {letter.slice(-1)}
        </Word>
      ))}
      <Word x={at[columns.findIndex((letter) => letter.startsWith('*'))] ?? 0} y={BOTTOM + 8} size={10}>
        *
      </Word>
    </>
  )
}
