import type { Attribution } from '#shared/contract/states'
import { useRun } from '../../stores/hooks'
import type { Chosen } from './attributions'
import { attributions } from './store'

interface ChoiceBarProps {
  readonly attribution: Attribution
  readonly chosen: Chosen
}

/** Rows whose names have up to so many letters together, three more for each, stand side by side; more of them in a menu. */
const LETTERS = 60
const AROUND = 3

/** What is explained: decision, row, choice. */
export function ChoiceBar({ attribution, chosen }: ChoiceBarProps) {
  const outputs = useRun((state) => state.outputs)
  const { decision, title, row, rows, choice, choices } = attribution
  const best = attribution.chosen
  return (
    <>
      <span className="attention-quiet attribution-label">What speaks for</span>
      {outputs.length > 1 ? (
        <select
          className="attention-select"
          aria-label="Decision"
          value={decision}
          onChange={(event) => attributions.want({ decision: event.currentTarget.value })}
        >
          {outputs.map((output) => (
            <option key={output.name} value={output.name}>
              {output.title ?? output.name}
            </option>
          ))}
        </select>
      ) : (
        <span className="attention-title">{title}</span>
      )}
      {rows.length > 1 && (
        <Rows
          rows={rows}
          row={row}
          onRow={(next) => attributions.want({ decision: chosen.decision, row: next })}
        />
      )}
      {choices.length > 1 && (
        <select
          className="attention-select is-site"
          aria-label="Choice"
          value={choice}
          onChange={(event) =>
            attributions.want({ decision: chosen.decision, row, choice: Number(event.currentTarget.value) })
          }
        >
          {numbered(choices).map(({ name, i, key }) => (
            <option key={key} value={i}>
              {best === undefined ? `number ${name}` : name}
              {i === best ? ' (chosen)' : ''}
            </option>
          ))}
        </select>
      )}
    </>
  )
}

/** Names may stand more than once. */
function numbered(names: readonly string[]) {
  return names.map((name, i) => ({ name, i, key: `${i} ${name}` }))
}

interface RowsProps {
  readonly rows: readonly string[]
  readonly row: number
  readonly onRow: (row: number) => void
}

function Rows({ rows, row, onRow }: RowsProps) {
  const named = numbered(rows)
  if (rows.join('').length + AROUND * rows.length > LETTERS)
    return (
      <select
        className="attention-select"
        aria-label="Row"
        value={row}
        onChange={(event) => onRow(Number(event.currentTarget.value))}
      >
        {named.map(({ name, i, key }) => (
          <option key={key} value={i}>
            {i + 1}: {name}
          </option>
        ))}
      </select>
    )
  return (
    <fieldset className="attention-tabs" aria-label="Row">
      {named.map(({ name, i, key }) => (
        <button key={key} type="button" aria-pressed={i === row} onClick={() => onRow(i)}>
          {name}
        </button>
      ))}
    </fieldset>
  )
}
