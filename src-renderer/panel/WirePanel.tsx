/** One wire: where it comes from, where it goes, and what is on it. */

import { setPoints } from '#shared/document/editsPoints'
import { perform } from '../commands/commands'
import { nameOf } from '../commands/editing'
import { page } from '../page'
import { change } from '../stores/document'
import { useDocument } from '../stores/hooks'
import { describeOutput } from '../stores/inference'
import { Icon, paths } from '../theme/Icon'

export function WirePanel({ id }: { readonly id: string }) {
  const document = useDocument((state) => state.document)
  const wire = document.wires[id]
  if (wire === undefined) return null
  return (
    <div className="panel-part">
      <h2>Wire</h2>
      <p>
        {nameOf(document, wire.from.node)} ▸ {wire.from.port}
        <br />→ {nameOf(document, wire.to.node)} ▸ {wire.to.port}
      </p>
      <p className="mono soft">
        {describeOutput(document, wire.from.node, wire.from.port) ?? 'not known yet'}
      </p>
      <p className="soft">
        A double-click on the wire adds a point to lead it through; one on a point takes it out.
      </p>
      <div className="panel-buttons">
        {wire.points === undefined ? null : (
          <button
            type="button"
            className="button"
            onClick={() => change(page.documents, 'let a wire find its way', setPoints(document, id, []))}
          >
            <Icon path={paths.restore} /> Let it find its way
          </button>
        )}
        <button type="button" className="button" onClick={() => perform(page, 'edit.delete')}>
          <Icon path={paths.remove} /> Delete
        </button>
      </div>
    </div>
  )
}
