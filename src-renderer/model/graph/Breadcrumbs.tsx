/** Where one is in the model, the way back, and what was unfolded. */
import { useStore } from 'zustand'
import { patternOf } from '#shared/pictures/level/repeats'
import { perform } from '../../commands/commands'
import { page } from '../../page'
import { useSession } from '../../stores/hooks'
import { Icon, paths } from '../../theme/Icon'
import { SaveMenu } from '../../views/save/SaveMenu'
import { saveableLevel } from '../saveable'
import { enterScope, graphStore, setFolded } from './graphStore'

export function Breadcrumbs() {
  const scope = useStore(graphStore, (state) => state.scope)
  const unfolded = useStore(graphStore, (state) => state.unfolded)
  const shown = useStore(graphStore, (state) => state.shown)
  const model = useSession((state) => state.model?.name ?? 'Model')
  if (scope === undefined) return null
  const last = scope.path.length - 1
  const patterns = [...unfolded].filter((pattern) => scope.nodes.some((node) => patternOf(node) === pattern))
  return (
    <nav className="breadcrumbs" aria-label="Place in the model">
      <ol>
        {scope.path.map(({ scope: id, title }, i) => (
          <li key={id}>
            {i === last ? (
              <span aria-current="page" data-testid="breadcrumb-here">
                {title}
              </span>
            ) : (
              <button type="button" className="link" onClick={() => enterScope(page, id)}>
                {title}
              </button>
            )}
          </li>
        ))}
      </ol>
      {patterns.map((pattern) => (
        <button key={pattern} type="button" className="button" onClick={() => setFolded(page, pattern, true)}>
          Stack ×{scope.nodes.filter((node) => patternOf(node) === pattern).length}
        </button>
      ))}
      <span className="top-space" />
      {shown === undefined ? null : (
        <SaveMenu saveable={(theme) => saveableLevel(model, scope, shown, theme)} className="button" />
      )}
      <button
        type="button"
        className="button plain"
        data-testid="find-in-model"
        onClick={() => perform(page, 'view.find')}
      >
        <Icon path={paths.search} size={14} /> Search <kbd>Ctrl+F</kbd>
      </button>
    </nav>
  )
}
