/** Everything that is wrong with the document, or not finished yet; a click shows the node that it stands on. */
import type { Problem } from '#shared/base/problem'
import { page } from '../page'
import { Mends } from '../panel/Mends'
import { useDocument } from '../stores/hooks'
import { inferenceOf } from '../stores/inference'
import { select } from '../stores/session'

export function Problems() {
  const problems = useDocument(({ document }) => inferenceOf(document).problems)
  if (problems.length === 0)
    return (
      <p className="dock-empty">
        No problems: everything fits together. What does not is said here, with a way to mend it.
      </p>
    )
  return (
    <ul className="problems">
      {problems.map((problem) => (
        <li key={`${problem.node} ${problem.port} ${problem.param} ${problem.message}`}>
          <button
            type="button"
            className={`problem ${problem.unfinished ? 'unfinished' : problem.severity}`}
            data-testid="problem"
            onClick={() => jump(problem)}
          >
            <span className="problem-mark" aria-hidden="true">
              {problem.unfinished ? '…' : '!'}
            </span>
            <span>
              {problem.message}
              {problem.mend === undefined ? null : <span className="mend"> {problem.mend}</span>}
            </span>
          </button>
          <Mends problem={problem} />
        </li>
      ))}
    </ul>
  )
}

function jump({ node, wire }: Problem): void {
  if (node !== undefined) {
    select(page.session, [node])
    page.view.fit([node])
    page.view.focusNode(node)
  } else select(page.session, [], wire === undefined ? [] : [wire])
}
