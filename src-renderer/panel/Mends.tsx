/** What would mend a problem, as buttons. */
import { useMemo } from 'react'
import type { Problem } from '#shared/base/problem'
import { mendsAt } from '#shared/document/mends'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { perform } from '../commands/commands'
import { mendWire } from '../commands/inserting'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { inferenceOf } from '../stores/inference'
import { beginVocabulary } from './BeginVocabulary'

/** A vocabulary that is missing: begun here, or taken from what the document is to learn from. */
function VocabularyMends({ node, param }: { readonly node: string; readonly param: string }) {
  const missing = useDocument(({ document }) => {
    const found = document.nodes[node]
    const kind = kinds.get(found?.kind ?? '')
    if (found === undefined || kind?.params[param]?.type !== 'vocabulary') return undefined
    const name = String(withDefaults(kind, found.params)[param])
    return document.vocabularies[name] === undefined ? name : undefined
  })
  const task = useDocument(({ document }) => document.task !== undefined)
  if (missing === undefined) return null
  return (
    <span className="mends">
      {task ? null : (
        <button type="button" className="button" onClick={() => perform(page, 'train.data')}>
          Choose a task
        </button>
      )}
      <button type="button" className="button" onClick={() => beginVocabulary(node, missing)}>
        Begin “{missing}”
      </button>
    </span>
  )
}

export function Mends({ problem }: { readonly problem: Problem }) {
  const { node, port } = problem
  // Moving nodes about mends nothing: what is offered is found anew only when types may have changed.
  const known = useDocument(({ document }) => inferenceOf(document))
  const mends = useMemo(() => {
    const wired = node !== undefined && port !== undefined && known.structure.into.has(`${node}.${port}`)
    return wired ? mendsAt(page.documents.getState().document, node, port) : []
  }, [known, node, port])
  if (node !== undefined && problem.param !== undefined)
    return <VocabularyMends node={node} param={problem.param} />
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
