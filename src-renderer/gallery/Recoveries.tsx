/** Copies of work that was left unsaved, by this window or another, now gone: to be taken back or let go. */
import { useEffect, useState } from 'react'
import type { RecoveryInfo } from '#shared/contract/contract'
import { recover } from '../commands/files'
import { page } from '../page'
import { useSession } from '../stores/hooks'

/** Shown before all are asked for. */
const FEW = 2

export function Recoveries() {
  const [found, setFound] = useState<readonly RecoveryInfo[]>([])
  const [all, setAll] = useState(false)
  const link = useSession((state) => state.link)
  useEffect(() => {
    let here = true
    if (link === 'connected')
      page.link.ask('recovery.list', {}).then(
        (list) => here && setFound(list),
        // A lost link says so by itself; the list is asked for again when it is back.
        () => undefined,
      )
    return () => {
      here = false
    }
  }, [link])
  if (found.length === 0) return null
  function discard({ key, title }: RecoveryInfo) {
    if (!page.desk.confirm(`Discard the copy of “${title}”? It cannot be brought back.`)) return
    void page.link.ask('recovery.drop', { key })
    setFound(found.filter((one) => one.key !== key))
  }
  return (
    <section className="recoveries" aria-label="Unsaved work">
      {(all ? found : found.slice(0, FEW)).map((recovery) => (
        <div className="recovery" key={recovery.key} role="note" data-testid="recovery">
          <p>
            <strong>“{recovery.title}”</strong> was left unsaved on {whenOf(recovery.at)}. A copy of it was
            kept.
          </p>
          <button type="button" className="button primary" onClick={() => recover(page, recovery.key)}>
            Recover
          </button>
          <button type="button" className="button" onClick={() => discard(recovery)}>
            Discard
          </button>
        </div>
      ))}
      {found.length > FEW ? (
        <button type="button" className="link" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `${found.length - FEW} more`}
        </button>
      ) : null}
    </section>
  )
}

function whenOf(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
}
