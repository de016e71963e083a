/** What would mend a problem, as buttons. */
import { useMemo } from 'react'
import type { Problem } from '#shared/base/problem'
import { mendsAt } from '#shared/document/mends'
import { mendWire } from '../commands/inserting'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { inferenceOf } from '../stores/inference'

export function Mends({ problem }: { readonly problem: Problem }) {
  const { node, port } = problem
  // Moving nodes about mends nothing: what is offered is found anew only when types may have changed.
  const known = useDocument(({ document }) => inferenceOf(document))
  const mends = useMemo(() => {
    const wired = node !== undefined && port !== undefined && known.structure.into.has(`${node}.${port}`)
    return wired ? mendsAt(page.documents.getState().document, node, port) : []
  }, [known, node, port])
  if (mends.length === 0) return null
  return (
    <span className="mends">
      {mends.map((mend) => (
        <button
          key={`${mend.wire} ${mend.label}`}
          type="button"
          className="button"
          data-testid="mend"
          onClick={() => mendWire(page, mend)}
        >
          {mend.label}
        </button>
      ))}
    </span>
  )
}
