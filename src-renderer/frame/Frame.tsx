/** The editor's frame: palette, canvas, panel, and the dock below. Sizes are remembered; every part but the canvas folds away. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import {
  Group,
  Panel,
  type PanelImperativeHandle,
  Separator,
  useDefaultLayout,
  usePanelRef,
} from 'react-resizable-panels'
import { Canvas } from '../canvas/Canvas'
import { Dock } from '../dock/Dock'
import { ModelForms } from '../model/ModelForms'
import { ModelScreen } from '../model/ModelScreen'
import { page } from '../page'
import { Palette } from '../palette/Palette'
import { Panel as Details } from '../panel/Panel'
import { useSession } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import './frame.css'

export function Frame() {
  const model = useSession(({ screen }) => screen === 'model')
  const maximised = useSession((state) => state.dockMaximised)
  const work = usePanelRef()
  const layout = useDefaultLayout({
    id: 'heed.rows',
    onlySaveAfterUserInteractions: true,
    storage: localStorage,
  })
  useEffect(() => {
    if (maximised) work.current?.collapse()
    else work.current?.expand()
  }, [maximised, work])
  return (
    <Group
      orientation="vertical"
      className="rows"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel
        id="work"
        panelRef={work}
        minSize={160}
        collapsible
        collapsedSize={0}
        onResize={({ inPixels }) => page.session.setState({ dockMaximised: inPixels < 4 })}
      >
        {model ? <ModelScreen /> : <Columns />}
      </Panel>
      <Separator className="separator" />
      <Panel
        id="dock"
        defaultSize={window.innerHeight < LOW ? '58%' : '42%'}
        minSize={120}
        collapsible
        collapsedSize={32}
        groupResizeBehavior="preserve-pixel-size"
      >
        <Dock left={model ? <ModelForms /> : undefined} />
      </Panel>
    </Group>
  )
}

/** CSS pixels: a window that is magnified to 200 % has half of what its screen has. */
const LOW = 560
const NARROW = '(max-width: 900px)'

/** In a window that is too narrow for all of it, the parts at the sides fold away, and come back with the room. */
function useFolding(handles: readonly { readonly current: PanelImperativeHandle | null }[]): void {
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

function Columns() {
  const layout = useDefaultLayout({
    id: 'heed.columns',
    onlySaveAfterUserInteractions: true,
    storage: localStorage,
  })
  const palette = usePanelRef()
  const panel = usePanelRef()
  useFolding([palette, panel])
  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Folding id="palette" handle={palette} name="list of nodes" icon={paths.left} defaultSize={196}>
        <Palette />
      </Folding>
      <Separator className="separator" />
      <Panel id="canvas" minSize={280} className="frame-canvas">
        <Canvas />
      </Panel>
      <Separator className="separator" />
      <Folding id="details" handle={panel} name="details" icon={paths.right} defaultSize={284}>
        <Details />
      </Folding>
    </Group>
  )
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
function Folding({ id, handle, name, icon, defaultSize, children }: FoldingProps) {
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
