/** What the network says to examples that it never learned from, at the step that is looked at. */
import { page } from '../page'
import { useTraining } from './hooks'
import { snapshotsOf } from './snapshots'

export function Answers() {
  // Another snapshot is another table.
  const count = useTraining((state) => state.snapshots)
  const shown = useTraining((state) => state.shown)
  useTraining((state) => state.selected)
  const snapshots = snapshotsOf(page)
  const snapshot = snapshots.find(({ step }) => step === shown) ?? snapshots[count - 1]
  if (snapshot === undefined)
    return <p className="soft training-empty">Answers to unseen examples stand here after the first test.</p>
  const { step, samples } = snapshot
  // Numbers are never exactly right: they are compared, not judged.
  const judged = snapshot.validation.accuracy !== undefined
  return (
    <table className="answers" data-testid="answers">
      <caption className="unseen">Answers to unseen examples at step {step}</caption>
      <thead>
        <tr>
          <th scope="col">asked</th>
          <th scope="col">expected</th>
          <th scope="col">
            found <span className="soft">at step {step}</span>
          </th>
          {judged ? <th scope="col" aria-label="right or wrong" /> : null}
        </tr>
      </thead>
      <tbody>
        {samples.map(({ input, expected, found, right }) => (
          <tr key={input} data-right={right}>
            <td title={input}>
              <Asked input={input} />
            </td>
            <td title={expected}>
              <div>{expected}</div>
            </td>
            <td title={found}>
              <div>{found === '' ? <span className="soft">nothing</span> : found}</div>
            </td>
            {judged ? (
              <td className="answer-mark">
                <span role="img" aria-label={right ? 'right' : 'wrong'}>
                  {right ? '✓' : '✗'}
                </span>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** What several fields were asked: the last of them, which is the shortest as a rule, before what it is about. */
function Asked({ input }: { readonly input: string }) {
  const parts = input.split(' · ')
  const last = parts.pop()
  if (parts.length === 0) return <div>{input}</div>
  return (
    <div>
      {last} <span className="soft">{parts.join(' · ')}</span>
    </div>
  )
}
