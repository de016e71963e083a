import { useCallback, useMemo } from 'react'
import { createStore, useStore } from 'zustand'
import type { SiteInfo } from '#shared/contract/slice'
import {
  readViews,
  type SiteKind,
  siteKind,
  toggleView,
  type ViewName,
} from '#shared/pictures/model/viewChoice'
import { page } from '../page'

const KEY = 'heed.views.'

const chosen = createStore<Readonly<Partial<Record<SiteKind, readonly ViewName[]>>>>(() => ({}))

/** The views of a site's kind as they were last chosen, also by an earlier visit, and the way to choose others. */
export function useViews(
  site: SiteInfo | undefined,
): readonly [views: readonly ViewName[], toggle: (view: ViewName) => void] {
  const kind = site === undefined ? 'words' : siteKind(site)
  const own = useStore(chosen, (all) => all[kind])
  const views = useMemo(() => own ?? readViews(kind, page.desk.recall(KEY + kind)), [own, kind])
  const toggle = useCallback(
    (view: ViewName) => {
      const next = toggleView(views, view)
      chosen.setState({ [kind]: next })
      page.desk.remember(KEY + kind, next.join(' '))
    },
    [views, kind],
  )
  return [views, toggle]
}
