/** Pictures of memories that are read, and of one that is written. */
import { HIGH, Line, Shade, WIDE, Word } from './parts'
import runs from './runs.json'

export function Story() {
  const { columns, heads, question, answer } = runs['memory-network']
  return <Hops story={columns} hops={heads[0]!} question={question} answer={answer} />
}

export function PaperStory() {
  const { columns, heads, question, answer } = runs['memory-network-paper']
  return <Hops story={columns} hops={heads[0]!} question={question} answer={answer} />
}

interface HopsProps {
  readonly story: readonly string[]
  /** [hop][sentence] */
  readonly hops: readonly (readonly number[])[]
  readonly question: string
  readonly answer: string
}

/** Sentences, and what each hop reads of them. */
function Hops({ story, hops, question, answer }: HopsProps) {
  return (
    <>
      {story.map((sentence, i) => (
        <g key={sentence}>
          <Word
            x={12}
            y={18 + i * 15}
            anchor="start"
            size={8.5}
            quiet={Math.max(...hops.map((hop) => hop[i]!)) < 0.1}
          >
            {sentence}
          </Word>
          {hops.map((hop, h) => (
            <Shade
              key={hop.join()}
              x={WIDE - 14 - (hops.length - h) * 17}
              y={9 + i * 15}
              size={13}
              weight={hop[i]!}
            />
          ))}
        </g>
      ))}
      <Word x={12} y={HIGH - 12} anchor="start" size={8.5}>
        {question}
      </Word>
      <Word x={WIDE - 15} y={HIGH - 12} anchor="end" size={10.5}>
        {answer.split(' ')[0] ?? ''}
      </Word>
    </>
  )
}

/** Letters that are put into slots, and taken out again. */
export function Written() {
  const { write, read } = runs['memory-write']
  const slots = write.columns.map((_, i) => 14 + (i * (WIDE - 28)) / (write.columns.length - 1))
  const letters = write.rows.map((_, i) => WIDE / 2 + (i - (write.rows.length - 1) / 2) * 34)
  const middle = HIGH / 2
  return (
    <>
      {[write, read].map(({ heads }, side) =>
        heads[0]!.map((weights, row) =>
          weights.map((weight, slot) => (
            <Line
              // biome-ignore lint/suspicious/noArrayIndexKey: a picture that never changes
              key={`${side} ${row} ${slot}`}
              from={[letters[row]!, side === 0 ? 22 : HIGH - 20]}
              to={[slots[slot]!, middle + (side === 0 ? -6 : 6)]}
              weight={weight}
              widest={4}
            />
          )),
        ),
      )}
      {slots.map((x) => (
        <rect
          key={x}
          x={x - 3.6}
          y={middle - 5}
          width="7.2"
          height="10"
          rx="1.5"
          fill="var(--group-memory)"
          opacity="0.8"
        />
      ))}
      {letters.map((x, i) => (
        <g key={x}>
          <Word x={x} y={17} size={11}>
            {write.rows[i] ?? ''}
          </Word>
          <Word x={x} y={HIGH - 9} size={11}>
            {read.rows[i] ?? ''}
          </Word>
        </g>
      ))}
    </>
  )
}
