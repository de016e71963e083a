/** What the decisions said, and how sure they were. */
import type { RunOutput } from '#shared/contract/contract'
import { useRun } from '../stores/hooks'

const BARS = 8

export function Output() {
  const outputs = useRun((state) => state.outputs)
  const state = useRun((run) => run.state)
  const unknown = useRun((run) => run.unknown)
  const failed = useRun((run) => run.fault)
  if (outputs.length === 0) {
    return (
      <p className="dock-empty">
        {state === 'running'
          ? 'The run has not ended yet.'
          : failed !== undefined && state === 'failed'
            ? failed.message
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
  const best = labels === undefined ? [] : likeliest(output)
  return (
    <section className="output" aria-label={name}>
      <h3>
        {name} <span className="mono soft">{dims.join(' × ')}</span>
      </h3>
      <p className="output-text" data-testid="output-text">
        {text}
      </p>
      {best.map(({ label, value }) => (
        <div className="output-bar" key={label}>
          <span>{label}</span>
          <meter min={0} max={1} value={value} aria-label={`${label}: ${value.toFixed(3)}`} />
          <span className="mono">{value.toFixed(3)}</span>
        </div>
      ))}
    </section>
  )
}

/** The likeliest choices of a single decision, first the likeliest. */
function likeliest({ dims, values, labels = [] }: RunOutput): { label: string; value: number }[] {
  const last = dims.at(-1)
  if (last !== labels.length || values.length !== last) return []
  return [...values]
    .map((value, i) => ({ label: labels[i]!, value }))
    .sort((a, b) => b.value - a.value)
    .slice(0, BARS)
}
