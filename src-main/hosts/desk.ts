/** What a host can do by itself in front of the user: its file dialogs, where it has them. */
import { fault } from '#shared/base/fault'
import type { HostInfo } from '#shared/contract/contract'

export interface Desk {
  readonly info: HostInfo
  /** Path of a document to open; null when dismissed. */
  chooseDocument(): Promise<string | null>
  /** Path to save a document to; null when dismissed. */
  chooseTarget(name: string): Promise<string | null>
}

/** A host without dialogs: the page opens and saves by itself. */
export function bareDesk(host: HostInfo['host']): Desk {
  const refuse = () =>
    Promise.reject(
      fault('unsupported', 'This host shows no file dialogs: the page opens and saves files by itself.'),
    )
  return { info: { host, dialogs: false }, chooseDocument: refuse, chooseTarget: refuse }
}
