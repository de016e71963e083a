import { useContext, useEffect, useReducer, useRef } from 'react'
import { emptyHistory, followSlices, type SiteHistory } from '#shared/pictures/model/history'
import { type Together, type Told, together } from '#shared/pictures/model/together'
import { ShownRunContext } from '../stores/shownRun'

/** What sites have reported, brought up to date at most once in an animation frame. `sites` is the same array until they change. */
export function useHistories(sites: readonly string[]): readonly Told[] {
  const held = useRef<{ readonly sites: readonly string[]; readonly histories: Map<string, SiteHistory> }>({
    sites: [],
    histories: new Map(),
  })
  const [, again] = useReducer((count: number) => count + 1, 0)
  const { slices } = useContext(ShownRunContext)
  useEffect(() => {
    let asked = 0
    const stop = slices.subscribe(() => {
      if (asked !== 0) return
      if (held.current.sites.some((site) => slices.slices(site).length === 1)) {
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
  }, [slices])
  const { histories } = held.current
  if (held.current.sites !== sites) {
    held.current = { sites, histories }
    for (const known of [...histories.keys()]) if (!sites.includes(known)) histories.delete(known)
  }
  return sites.map((site) => {
    const history = followSlices(histories.get(site) ?? emptyHistory(), slices.slices(site))
    histories.set(site, history)
    return { site, history }
  })
}

/** The line of time of several sites; another one whenever a row has come. `key` names the sites. */
export function useTogether(told: readonly Told[]): Together & { readonly key: string } {
  const held = useRef<{
    readonly of: readonly unknown[]
    readonly line: Together & { readonly key: string }
  }>(undefined)
  // Histories grow in place: the number of their rows says that they did.
  const of = told.flatMap(({ site, history }) => [site, history, history.steps.length])
  const known = held.current
  if (known === undefined || known.of.length !== of.length || known.of.some((part, i) => part !== of[i]))
    held.current = { of, line: { ...together(told), key: told.map(({ site }) => site).join(' ') } }
  return held.current!.line
}
