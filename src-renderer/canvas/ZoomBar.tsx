/** How far away the canvas is, and buttons for what wheel and keys do. */

import { perform } from '../commands/commands'
import { CommandButton } from '../frame/CommandButton'
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { paths } from '../theme/Icon'
import { useZoom } from './flowStore'

export function ZoomBar() {
  const zoom = useZoom()
  const empty = useDocument(({ document }) => Object.keys(document.nodes).length === 0)
  if (empty) return null
  return (
    <div className="zoom-bar" role="toolbar" aria-label="Zoom">
      <CommandButton id="view.zoomOut" icon={paths.minus} className="plain" />
      <button
        type="button"
        className="button plain zoom-now"
        title="Zoom to 100 % (Ctrl+0)"
        data-testid="zoom"
        onClick={() => perform(page, 'view.actualSize')}
      >
        {Math.round(100 * zoom)} %
      </button>
      <CommandButton id="view.zoomIn" icon={paths.plus} className="plain" />
      <CommandButton id="view.fit" icon={paths.fit} className="plain" />
      <CommandButton id="edit.tidy" icon={paths.tidy} className="plain" />
    </div>
  )
}
