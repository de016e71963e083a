import { useCallback, useContext, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { SiteInfo } from '#shared/contract/slice'
import { kinds } from '#shared/kinds/registry'
import { isWritten } from '#shared/pictures/model/viewChoice'
import { useDocument, useSession } from '../stores/hooks'
import { ShownRunContext } from '../stores/shownRun'
import { AttentionPanel } from './AttentionPanel'
import { EmptyAttention } from './EmptyAttention'
import { useHistories } from './use-history'
import { useTokens } from './use-tokens'
import { useViews } from './use-views'
import './views.css'
import './stage.css'
import './narrow.css'
import './picture/picture.css'
import './memory/memory.css'

/** Where the latest run looked: the selected site in the views that fit it, and playback over its steps. */
export function AttentionDock() {
  const { runs } = useContext(ShownRunContext)
  const state = useStore(runs, (run) => run.state)
  const sites = useStore(runs, (run) => run.sites)
  const whole = useStore(runs, (run) => run.whole ?? false)
  const selected = useStore(runs, (run) => run.selectedSite)
  const site = useMemo(() => sites.find((site) => site.id === selected), [sites, selected])
  const [mass, setMass] = useState(0.95)
  const attends = useAttends()
  const why = useStore(runs, (run) => run.fault?.message)
  const choose = useCallback((id: string) => runs.setState({ selectedSite: id }), [runs])
  const [views, toggle] = useViews(site)
  const beside = useMemo(() => sitesBeside(sites, site, views.includes('memory')), [sites, site, views])
  const ids = useMemo(() => beside.map(({ id }) => id), [beside])
  const came = useHistories(ids)
  const cut = useStore(runs, (run) => run.tokens)
  const tokens = useTokens(came, site, cut)
  if (site === undefined)
    return <EmptyAttention state={state} some={sites.length > 0} attends={attends} why={why} />
  return (
    <AttentionPanel
      sites={sites}
      site={site}
      beside={beside}
      tokens={tokens}
      running={state === 'running'}
      whole={whole}
      mass={mass}
      onMass={setMass}
      onSite={choose}
      views={views}
      onView={toggle}
    />
  )
}

/** Sites that are played together: all that write and read the memory of the selected one, where that memory is shown. */
function sitesBeside(
  sites: readonly SiteInfo[],
  site: SiteInfo | undefined,
  memory: boolean,
): readonly SiteInfo[] {
  if (site === undefined) return []
  if (!memory || !isWritten(site)) return [site]
  return sites.filter(({ columnAxis }) => columnAxis === site.columnAxis)
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
