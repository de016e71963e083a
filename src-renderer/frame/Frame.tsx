/** The editor's frame: palette, canvas, panel, and the dock below. Sizes are remembered; every part but the canvas folds away. */
import { useEffect } from 'react'
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { Canvas } from '../canvas/Canvas'
import { Dock } from '../dock/Dock'
import { ModelForms } from '../model/ModelForms'
import { ModelScreen } from '../model/ModelScreen'
import { page } from '../page'
import { Palette } from '../palette/Palette'
import { Panel as Details } from '../panel/Panel'
import { useSession } from '../stores/hooks'
import { paths } from '../theme/Icon'
import { Folding, useFolding } from './Folding'
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
        minSize={window.innerHeight < LOW ? 130 : 160}
        collapsible
        collapsedSize={0}
        onResize={({ inPixels }) => page.session.setState({ dockMaximised: inPixels < 4 })}
      >
        {/* Folded away, it holds nothing that Tab could get lost in. */}
        <div className="work" inert={maximised}>
          {model ? <ModelScreen /> : <Columns />}
        </div>
      </Panel>
      <Separator className="separator" />
      <Panel
        id="dock"
        defaultSize={window.innerHeight < LOW ? '60%' : '42%'}
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
