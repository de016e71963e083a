/** What the decisions said, and how sure they were. */
import type { RunOutput } from '#shared/contract/contract'
import { titleOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { useDocument, useRun, useSession } from '../stores/hooks'

const BARS = 8
const NUMBERS = 64
/** Longer answers are told as text alone. */
const WORDS = 200

export function Output() {
  const outputs = useRun((state) => state.outputs)
  const state = useRun((run) => run.state)
  const unknown = useRun((run) => run.unknown)
  const failed = useRun((run) => run.fault)
  const model = useSession(({ screen }) => screen === 'model')
  const empty = useDocument(({ document }) => Object.keys(document.nodes).length === 0)
  if (outputs.length === 0) {
    return (
      <p className="dock-empty">
        {state === 'running'
          ? 'The run has not ended yet.'
          : failed !== undefined && state === 'failed'
            ? failed.message
            : model
              ? 'Run the model to see what it gives.'
              : empty
                ? 'A decision says what the network found: add an input and a decision, wire them, and press Run.'
                : 'Run the document to see what its decisions say.'}
      </p>
    )
  }
  return (
    <div className="outputs">
      {outputs.map((output) => (
        <One key={`${output.node} ${output.name}`} output={output} />
      ))}
      {unknown.length === 0 ? null : (
        <p className="soft">
          Words that no vocabulary holds were read as unknown: {unknown.map((word) => `“${word}”`).join(', ')}
          .
        </p>
      )}
    </div>
  )
}

function One({ output }: { readonly output: RunOutput }) {
  const { name, text, dims, labels } = output
  const chosen = useDocument(
    ({ document }) => kinds.get(document.nodes[output.node]?.kind ?? '')?.decision?.choice !== undefined,
  )
  const title = useDocument(({ document }) => {
    const node = document.nodes[output.node]
    return node === undefined ? name : titleOf(node)
  })
  const entries = labels === undefined ? [] : entriesOf(output)
  return (
    <section className="output" aria-label={name}>
      <h3>
        {title} <span className="mono soft">{dims.join(' × ')}</span>
      </h3>
      <p className="output-text" data-testid="output-text">
        {text}
      </p>
      {chosen ? <Likeliest entries={entries} /> : <Numbers entries={entries} />}
      {chosen ? <Said output={output} /> : null}
    </section>
  )
}

interface Entry {
  readonly label: string
  readonly value: number
}

interface EntriesProps {
  readonly entries: readonly Entry[]
}

/** A decision made step by step: what was likeliest at each step, how sure the network was of it, and what came next. */
function Said({ output: { dims, values, labels = [] } }: { readonly output: RunOutput }) {
  const [steps = 0, choices = 0] = dims
  if (dims.length !== 2 || choices !== labels.length || steps < 2 || steps > WORDS) return null
  return (
    <table className="output-said">
      <thead>
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Likeliest</th>
          <th scope="col">How sure</th>
          <th scope="col">Next</th>
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: steps }, (_, step) => {
          const row = [...values.subarray(step * choices, (step + 1) * choices)]
          const [first, second] = row
            .map((value, i) => ({ label: labels[i]!, value }))
            .sort((a, b) => b.value - a.value)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place
            <tr key={step}>
              <td className="soft">{step + 1}</td>
              <td>{first?.label}</td>
              <td>
                <span className="output-sure">
                  <meter min={0} max={1} value={first?.value ?? 0} aria-label={`${first?.label}: how sure`} />
                  <span className="mono">{first?.value.toFixed(3)}</span>
                </span>
              </td>
              <td className="soft">
                {second?.label} <span className="mono">{second?.value.toFixed(3)}</span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Classes, first the likeliest. */
function Likeliest({ entries }: EntriesProps) {
  const best = entries.toSorted((a, b) => b.value - a.value).slice(0, BARS)
  return best.map(({ label, value }) => (
    <div className="output-bar" key={label}>
      <span>{label}</span>
      <meter min={0} max={1} value={value} aria-label={`${label}: ${value.toFixed(3)}`} />
      <span className="mono">{value.toFixed(3)}</span>
    </div>
  ))
}

/** Numbers in their own order, each to its side of zero. */
function Numbers({ entries }: EntriesProps) {
  const shown = entries.slice(0, NUMBERS)
  const most = Math.max(...shown.map(({ value }) => Math.abs(value)), Number.MIN_VALUE)
  return shown.map(({ label, value }) => {
    const part = (50 * Math.abs(value)) / most
    return (
      <div className="output-bar" key={label}>
        <span>{label}</span>
        <div className="output-signed" aria-hidden="true">
          <span style={{ left: `${value < 0 ? 50 - part : 50}%`, width: `${part}%` }} />
        </div>
        <span className="mono">{value.toFixed(3)}</span>
      </div>
    )
  })
}

/** What a single decision says of each of its names; nothing of one that was made many times. */
function entriesOf({ dims, values, labels = [] }: RunOutput): Entry[] {
  const last = dims.at(-1)
  if (last !== labels.length || values.length !== last) return []
  return [...values].map((value, i) => ({ label: labels[i]!, value }))
}
