import { useCallback, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { kinds } from '#shared/kinds/registry'
import { useDocument, useSession } from '../stores/hooks'
import { runStore, selectSite } from '../stores/run'
import { AttentionPanel } from './AttentionPanel'
import { EmptyAttention } from './EmptyAttention'
import { useHistory } from './use-history'
import './views.css'

/** Where the latest run looked: lines and grid of the selected site side by side, and playback over its steps. */
export function AttentionDock() {
  const state = useStore(runStore, (run) => run.state)
  const sites = useStore(runStore, (run) => run.sites)
  const whole = useStore(runStore, (run) => run.whole ?? false)
  const selected = useStore(runStore, (run) => run.selectedSite)
  const site = useMemo(() => sites.find((site) => site.id === selected), [sites, selected])
  const history = useHistory(site?.id)
  const [mass, setMass] = useState(0.95)
  const attends = useAttends()
  const why = useStore(runStore, (run) => run.fault?.message)
  const choose = useCallback((id: string) => selectSite(id), [])
  if (site === undefined)
    return <EmptyAttention state={state} some={sites.length > 0} attends={attends} why={why} />
  return (
    <AttentionPanel
      sites={sites}
      site={site}
      history={history}
      steps={history.steps.length}
      running={state === 'running'}
      whole={whole}
      mass={mass}
      onMass={setMass}
      onSite={choose}
    />
  )
}

/** Of a model made elsewhere only a run shows it. */
function useAttends(): boolean {
  const model = useSession(({ screen }) => screen === 'model')
  const own = useDocument(({ document }) =>
    Object.values(document.nodes).some(({ kind }) => attendsByKind(kind)),
  )
  return model || own
}

function attendsByKind(id: string): boolean {
  const group = kinds.get(id)?.group
  return group === 'attention' || group === 'memory'
}
