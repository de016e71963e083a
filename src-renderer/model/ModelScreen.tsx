/** The screen of a model made elsewhere: its heads or its graph, and at the right what is selected. */
import { Group, Panel, Separator, useDefaultLayout, usePanelRef } from 'react-resizable-panels'
import { useStore } from 'zustand'
import type { OpenedModel } from '#shared/contract/contract'
import { ErrorBoundary } from '../frame/ErrorBoundary'
import { Folding, useFolding } from '../frame/Folding'
import { page } from '../page'
import { useSession } from '../stores/hooks'
import { paths } from '../theme/Icon'
import { graphStore, selectNode } from './graph/graphStore'
import { ModelGraph } from './graph/ModelGraph'
import { HeadsView } from './HeadsView'
import { modelScreen } from './modelStore'
import { ModelFacts } from './panel/ModelFacts'
import { NodeDetails } from './panel/NodeDetails'
import './model.css'
import './narrow.css'

export function ModelScreen() {
  const model = useSession((state) => state.model)
  const tab = useStore(modelScreen, (state) => state.tab)
  const layout = useDefaultLayout({
    id: 'heed.model',
    onlySaveAfterUserInteractions: true,
    storage: localStorage,
  })
  const panel = usePanelRef()
  useFolding([panel])
  if (model === undefined) return null
  return (
    <Group
      orientation="horizontal"
      defaultLayout={layout.defaultLayout}
      onLayoutChanged={layout.onLayoutChanged}
    >
      <Panel id="model-main" minSize={280}>
        <main className="model">
          <Tabs />
          <div className="model-view" id="model-view" role="tabpanel" aria-labelledby={`model-tab-${tab}`}>
            <ErrorBoundary part={tab === 'heads' ? 'the heads' : 'the graph'} key={tab}>
              {tab === 'heads' ? <HeadsView /> : <ModelGraph />}
            </ErrorBoundary>
          </div>
        </main>
      </Panel>
      <Separator className="separator" />
      <Folding id="model-panel" handle={panel} name="details" icon={paths.right} defaultSize={296}>
        <ErrorBoundary part="the details">
          <Details model={model} />
        </ErrorBoundary>
      </Folding>
    </Group>
  )
}

const TABS = [
  ['heads', 'Heads'],
  ['graph', 'Graph'],
] as const

function Tabs() {
  const tab = useStore(modelScreen, (state) => state.tab)
  return (
    <div className="model-tabs" role="tablist" aria-label="Parts of the model">
      {TABS.map(([id, title]) => (
        <button
          type="button"
          key={id}
          role="tab"
          id={`model-tab-${id}`}
          data-testid={`model-tab-${id}`}
          className="tab"
          aria-selected={tab === id}
          aria-controls="model-view"
          tabIndex={tab === id ? 0 : -1}
          onClick={() => modelScreen.setState({ tab: id })}
          onKeyDown={({ key, currentTarget }) => {
            if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
            const other = tab === 'heads' ? 'graph' : 'heads'
            modelScreen.setState({ tab: other })
            currentTarget.parentElement?.querySelector<HTMLElement>(`#model-tab-${other}`)?.focus()
          }}
        >
          {title}
        </button>
      ))}
    </div>
  )
}

function Details({ model }: { readonly model: OpenedModel }) {
  const card = useStore(graphStore, ({ shown, selected }) =>
    shown?.level.nodes.find(({ id }) => id === selected),
  )
  const tab = useStore(modelScreen, (state) => state.tab)
  const selected = tab === 'graph' ? card : undefined
  return (
    <aside className="model-panel" aria-label="Details">
      {selected === undefined ? (
        <ModelFacts model={model} />
      ) : (
        <>
          <button type="button" className="link model-back" onClick={() => selectNode(page, undefined)}>
            ◂ {model.name}
          </button>
          <NodeDetails key={selected.id} card={selected} />
        </>
      )}
    </aside>
  )
}
