import { useEffect, useReducer, useRef } from 'react'
import { sliceLog } from '../stores/run'
import { emptyHistory, followSlices, type SiteHistory } from './model/history'

/** What a site has reported, brought up to date at most once in an animation frame. */
export function useHistory(site: string | undefined): SiteHistory {
  const held = useRef<{ site: string | undefined; history: SiteHistory }>({
    site: undefined,
    history: emptyHistory(),
  })
  const [, again] = useReducer((count: number) => count + 1, 0)
  useEffect(() => {
    let asked = 0
    const stop = sliceLog.subscribe(() => {
      if (asked !== 0) return
      const { site } = held.current
      if (site !== undefined && sliceLog.slices(site).length === 1) {
        again()
        return
      }
      asked = requestAnimationFrame(() => {
        asked = 0
        again()
      })
    })
    return () => {
      stop()
      cancelAnimationFrame(asked)
    }
  }, [])
  if (held.current.site !== site) held.current = { site, history: emptyHistory() }
  held.current.history = followSlices(held.current.history, site === undefined ? [] : sliceLog.slices(site))
  return held.current.history
}
