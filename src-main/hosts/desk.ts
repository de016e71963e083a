/** What a host can do by itself in front of the user: its file dialogs, where it has them. */
import { fault } from '#shared/base/fault'
import type { HostInfo } from '#shared/contract/contract'
import type { ChosenFile } from '#shared/contract/opening'

export interface Desk {
  readonly info: HostInfo
  /** A document or model to open; null when dismissed. */
  chooseFile(): Promise<ChosenFile | null>
  /** Path to save a document to; null when dismissed. */
  chooseTarget(name: string): Promise<string | null>
}

/** A host without dialogs: the page opens and saves by itself. */
export function bareDesk(host: HostInfo['host']): Desk {
  const refuse = () =>
    Promise.reject(
      fault('unsupported', 'This host shows no file dialogs: the page opens and saves files by itself.'),
    )
  return { info: { host, dialogs: false }, chooseFile: refuse, chooseTarget: refuse }
}
