/** Sentences over the page: what went wrong, or a hint. They stay until dismissed; hints leave by themselves. */
import { useEffect } from 'react'
import { page } from '../page'
import { useSession } from '../stores/hooks'
import { dismiss, type Notice } from '../stores/session'
import { Icon, paths } from '../theme/Icon'

const HINT_MILLISECONDS = 8000

export function Notices() {
  const notices = useSession((state) => state.notices)
  return (
    <section className="notices" aria-label="Notices">
      {notices.map((notice) => (
        <Sentence key={notice.id} notice={notice} />
      ))}
    </section>
  )
}

function Sentence({ notice }: { readonly notice: Notice }) {
  const { id, tone, text, detail, actions = [] } = notice
  useEffect(() => {
    // What offers something to do stays until it is done or dismissed.
    if (tone !== 'hint' || actions.length > 0) return
    const timer = window.setTimeout(() => dismiss(page.session, id), HINT_MILLISECONDS)
    return () => window.clearTimeout(timer)
  }, [id, tone, actions.length])
  return (
    <div
      className={`notice ${tone}`}
      role={tone === 'fault' ? 'alert' : 'note'}
      data-testid={`notice-${tone}`}
    >
      <div>
        <p>{text}</p>
        {actions.length === 0 ? null : (
          <div className="notice-actions">
            {actions.map(({ label, run }) => (
              <button
                key={label}
                type="button"
                className="button"
                data-testid="mend"
                onClick={() => {
                  dismiss(page.session, id)
                  run()
                }}
              >
                {label}
              </button>
            ))}
          </div>
        )}
        {detail === undefined || detail === text ? null : (
          <details>
            <summary>What was found underneath</summary>
            <p className="mono">{detail.slice(0, 2000)}</p>
          </details>
        )}
      </div>
      <button
        type="button"
        className="button plain square"
        aria-label="Dismiss"
        onClick={() => dismiss(page.session, id)}
      >
        <Icon path={paths.close} size={14} />
      </button>
    </div>
  )
}

/** What a screen reader is told. */
export function Announcer() {
  const announcement = useSession((state) => state.announcement)
  return (
    <div className="unseen" aria-live="polite" role="status" data-testid="announcer">
      {announcement}
    </div>
  )
}
