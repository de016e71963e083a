/** Parts at the sides of a screen: each folds to a strip with a button, and all of them do where the window is narrow. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Panel, type PanelImperativeHandle } from 'react-resizable-panels'
import { Icon } from '../theme/Icon'

const NARROW = '(max-width: 900px)'

/** In a window that is too narrow for all of it, the parts at the sides fold away, and come back with the room. */
export function useFolding(handles: readonly { readonly current: PanelImperativeHandle | null }[]): void {
  const given = useRef(handles)
  useEffect(() => {
    const narrow = window.matchMedia(NARROW)
    const folded = new Set<PanelImperativeHandle>()
    const follow = () => {
      for (const { current } of given.current) {
        if (current === null) continue
        if (narrow.matches && !current.isCollapsed()) {
          folded.add(current)
          current.collapse()
        } else if (!narrow.matches && folded.delete(current)) current.expand()
      }
    }
    follow()
    narrow.addEventListener('change', follow)
    return () => narrow.removeEventListener('change', follow)
  }, [])
}

interface FoldingProps {
  readonly id: string
  readonly handle: { readonly current: PanelImperativeHandle | null }
  readonly name: string
  readonly icon: string
  readonly defaultSize: number
  readonly children: ReactNode
}

const FOLDED = 34

/** A part at the side that folds to a strip with a button that brings it back. */
export function Folding({ id, handle, name, icon, defaultSize, children }: FoldingProps) {
  const [folded, setFolded] = useState(false)
  const ref = handle as { current: PanelImperativeHandle | null }
  return (
    <Panel
      id={id}
      panelRef={ref}
      defaultSize={defaultSize}
      minSize={160}
      maxSize={420}
      collapsible
      collapsedSize={FOLDED}
      groupResizeBehavior="preserve-pixel-size"
      onResize={({ inPixels }) => setFolded(inPixels <= FOLDED + 1)}
    >
      <div className="folding" data-folded={folded}>
        <button
          type="button"
          className="button plain square fold"
          aria-expanded={!folded}
          aria-label={folded ? `Show the ${name}` : `Hide the ${name}`}
          title={folded ? `Show the ${name}` : `Hide the ${name}`}
          onClick={() => (folded ? ref.current?.expand() : ref.current?.collapse())}
        >
          <Icon path={icon} />
        </button>
        {folded ? null : children}
      </div>
    </Panel>
  )
}
