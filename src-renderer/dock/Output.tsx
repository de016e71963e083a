/** What the decisions said, and how sure they were. */
import type { RunOutput } from '#shared/contract/contract'
import { titleOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import { useDocument, useRun, useSession } from '../stores/hooks'

const BARS = 8
const NUMBERS = 64

export function Output() {
  const outputs = useRun((state) => state.outputs)
  const state = useRun((run) => run.state)
  const unknown = useRun((run) => run.unknown)
  const failed = useRun((run) => run.fault)
  const model = useSession(({ screen }) => screen === 'model')
  if (outputs.length === 0) {
    return (
      <p className="dock-empty">
        {state === 'running'
          ? 'The run has not ended yet.'
          : failed !== undefined && state === 'failed'
            ? failed.message
            : model
              ? 'Run the model to see what it gives.'
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
