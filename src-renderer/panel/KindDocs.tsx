/** What a kind does: its picture, its equation, its paper. It folds away, for whoever knows it, and stays so. */
import { useState } from 'react'
import type { Kind, Params } from '#shared/kinds/kind'
import { withDefaults } from '#shared/kinds/registry'
import { page } from '../page'
import { Equation } from './Equation'
import { KindPicture } from './KindPicture'

const KEPT = 'heed.docs'

export function KindDocs({ kind, params }: { readonly kind: Kind; readonly params: Params }) {
  const [open, setOpen] = useState(() => page.desk.recall(KEPT) !== 'folded')
  const { equation, paper } = kind.doc
  return (
    <details
      className="panel-part panel-docs"
      open={open}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open)
        page.desk.remember(KEPT, currentTarget.open ? 'open' : 'folded')
      }}
    >
      <summary>What it does</summary>
      <KindPicture kind={kind} params={withDefaults(kind, params)} />
      {equation === undefined ? null : <Equation tex={equation} />}
      {paper === undefined ? null : (
        <p className="panel-paper">
          {paper.title} <span className="mono">{paper.id}</span>
        </p>
      )}
    </details>
  )
}
