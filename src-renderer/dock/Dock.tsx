/** The dock: what goes in at the left, what was found at the right: attention, output, problems. */
import { type ReactNode, useRef } from 'react'
import { ModelAttention } from '../model/ModelAttention'
import { TensorPanel } from '../model/tensor/TensorPanel'
import { page } from '../page'
import { useDocument, useRun, useSession } from '../stores/hooks'
import { healthOf, inferenceOf } from '../stores/inference'
import type { DockTab } from '../stores/session'
import { Icon, paths } from '../theme/Icon'
import { SnapshotStrip } from '../training/SnapshotStrip'
import { TrainingTab } from '../training/TrainingTab'
import { AttentionDock } from '../views/AttentionDock'
import { AttributionDock } from '../views/attribution/AttributionDock'
import { StatesDock } from '../views/states/StatesDock'
import './dock.css'
import { ErrorBoundary } from '../frame/ErrorBoundary'
import { InputForm } from './InputForm'
import { Output } from './Output'
import { Problems } from './Problems'

const TABS: readonly (readonly [DockTab, string])[] = [
  ['attention', 'Attention'],
  ['states', 'States'],
  ['inputs', 'Inputs'],
  ['tensor', 'Tensor'],
  ['training', 'Training'],
  ['output', 'Output'],
  ['problems', 'Problems'],
]

/** What a model made elsewhere has not. */
const OWN: ReadonlySet<DockTab> = new Set(['states', 'inputs', 'training', 'problems'])

/** `left` stands where the document's input form would. */
export function Dock({ left }: { readonly left?: ReactNode }) {
  const model = useSession(({ screen }) => screen === 'model')
  const tab = useSession((state) => state.dockTab)
  const maximised = useSession((state) => state.dockMaximised)
  const tabs = TABS.filter(([id]) => (model ? !OWN.has(id) : id !== 'tensor'))
  const list = useRef<HTMLDivElement>(null)
  function step(by: number) {
    const at = tabs.findIndex(([id]) => id === tab)
    const next = tabs[(at + by + tabs.length) % tabs.length]!
    page.session.setState({ dockTab: next[0] })
    list.current?.querySelector<HTMLElement>(`[data-testid="tab-${next[0]}"]`)?.focus()
  }
  return (
    <section className="dock" aria-label="Dock">
      <div className="dock-left">{left ?? <InputForm />}</div>
      <div className="dock-right">
        <div className="dock-bar">
          <div
            className="tabs"
            role="tablist"
            aria-label="Views"
            ref={list}
            onKeyDown={({ key }) => {
              if (key === 'ArrowRight') step(1)
              if (key === 'ArrowLeft') step(-1)
            }}
          >
            {tabs.map(([id, title]) => (
              <button
                type="button"
                key={id}
                role="tab"
                id={`tab-${id}`}
                data-testid={`tab-${id}`}
                aria-selected={tab === id}
                aria-controls="dock-view"
                tabIndex={tab === id ? 0 : -1}
                className="tab"
                onClick={() => page.session.setState({ dockTab: id })}
              >
                {title}
                {id === 'problems' ? <ProblemsCount /> : null}
              </button>
            ))}
          </div>
          <RunSentence />
          <button
            type="button"
            className="button plain square"
            data-testid="dock-maximise"
            aria-label={maximised ? 'Restore the dock' : 'Maximise the dock'}
            title={maximised ? 'Restore the dock (Ctrl+M)' : 'Maximise the dock (Ctrl+M)'}
            onClick={() => page.session.setState({ dockMaximised: !maximised })}
          >
            <Icon path={maximised ? paths.restore : paths.maximise} />
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what does not fit into it is scrolled by keys */}
        <div className="dock-view" id="dock-view" tabIndex={0} role="tabpanel" aria-labelledby={`tab-${tab}`}>
          <ErrorBoundary part={tab === 'attention' ? 'the attention' : `the ${tab}`} key={tab}>
            {views[tab]}
          </ErrorBoundary>
        </div>
      </div>
    </section>
  )
}

const views: Readonly<Record<DockTab, ReactNode>> = {
  attention: (
    <div className="attention-with-strip">
      <Attention />
      <SnapshotStrip />
    </div>
  ),
  states: <StatesDock />,
  inputs: <AttributionDock />,
  tensor: <TensorPanel />,
  training: <TrainingTab />,
  output: <Output />,
  problems: <Problems />,
}

function Attention() {
  const model = useSession(({ screen }) => screen === 'model')
  return model ? <ModelAttention /> : <AttentionDock />
}

function ProblemsCount() {
  const count = useDocument(({ document }) => inferenceOf(document).problems.length)
  const health = useDocument(({ document }) => healthOf(inferenceOf(document).problems))
  return (
    <span className={`count ${health}`} data-testid="problems-count">
      {count}
    </span>
  )
}

/** Plain numbers, as models made elsewhere give them, are no sentence; the Output tab has them. */
const NUMBERS = /^(?:[-+\d.e]+[\s,]+){4}/

/** What the last run said, next to the tabs, so that it is seen whichever tab is open. */
function RunSentence() {
  const outputs = useRun((state) => state.outputs).filter(({ text }) => !NUMBERS.test(text))
  const running = useRun(({ state }) => state === 'running')
  const tab = useSession((state) => state.dockTab)
  if (running) return <span className="run-sentence soft">running</span>
  if (tab === 'output' || outputs.length === 0) return <span className="run-sentence" />
  return (
    <span className="run-sentence" title={outputs.map(({ text }) => text).join('\n')}>
      {outputs.map(({ name, title, text }) => `${title ?? name}: ${text}`).join(' · ')}
    </span>
  )
}
