/** Several nodes at once: what can be done with all of them. */
import { perform } from '../commands/commands'
import { page } from '../page'
import { Icon, paths } from '../theme/Icon'

export function SeveralPanel({ count }: { readonly count: number }) {
  return (
    <div className="panel-part">
      <h2>{count} nodes</h2>
      <p className="soft">Drag one to move all of them.</p>
      <div className="panel-buttons">
        <button type="button" className="button" onClick={() => perform(page, 'edit.duplicate')}>
          <Icon path={paths.plus} /> Duplicate
        </button>
        <button type="button" className="button" onClick={() => perform(page, 'edit.delete')}>
          <Icon path={paths.remove} /> Delete
        </button>
      </div>
    </div>
  )
}
