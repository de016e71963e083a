/** A model may compute for ever, and nothing inside of it can be asked: after some silence, a person is. */

import type { Page } from '../commands/page'
import { dismiss, notify } from '../stores/session'

/** Silence that is spoken of. */
export const PATIENCE_MS = 4000

export interface Patience {
  /** The run has said something. */
  sign(): void
  end(): void
}

/** Offers to stop a run that has been silent; takes the offer back when it speaks or ends. */
export function bePatient(page: Page, loop: string | undefined, stop: () => void): Patience {
  const why =
    loop === undefined
      ? 'It may need long.'
      : `Its Loop “${loop}” has no number of steps in the file: it may need long, or never end.`
  const text = `This run has been silent for ${PATIENCE_MS / 1000} seconds. ${why}`
  let timer: ReturnType<typeof setTimeout> | undefined
  function hush(): void {
    clearTimeout(timer)
    const said = page.session.getState().notices.find((notice) => notice.text === text)
    if (said !== undefined) dismiss(page.session, said.id)
  }
  function begin(): void {
    timer = setTimeout(
      () => notify(page.session, 'hint', text, undefined, [{ label: 'Stop it', run: stop }]),
      PATIENCE_MS,
    )
  }
  begin()
  return {
    sign: () => {
      hush()
      begin()
    },
    end: hush,
  }
}
