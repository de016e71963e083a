/** What an empty canvas says: how to begin, and three templates to begin from. */
import { openTemplate } from '../commands/files'
import { page } from '../page'
import { useDocument, useSession } from '../stores/hooks'

const OFFERED = ['attention-states', 'translation-attention', 'memory-network']

export function EmptyCanvas() {
  const empty = useDocument(({ document }) => Object.keys(document.nodes).length === 0)
  const templates = useSession((state) => state.templates)
  if (!empty) return null
  const offered = OFFERED.flatMap((id) => templates?.find((template) => template.id === id) ?? [])
  return (
    <div className="empty-canvas">
      <h2>An empty canvas</h2>
      <p>
        Drag a node here from the list on the left, or double-click to search for one. Wire an output (right
        edge) to an input (left edge). Start with an input, end with a decision, and press Run.
      </p>
      {offered.length === 0 ? null : (
        <>
          <p>Or look at how one is built:</p>
          <div className="empty-offers">
            {offered.map(({ id, title }) => (
              <button type="button" className="button" key={id} onClick={() => openTemplate(page, id)}>
                {title}
              </button>
            ))}
          </div>
        </>
      )}
    </div>
  )
}
