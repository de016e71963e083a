/** What a command is, and when most of them can be done. */
import type { Page } from './page'

export interface Command {
  readonly id: string
  readonly title: string | ((page: Page) => string)
  readonly group: 'File' | 'Edit' | 'Run' | 'View' | 'Help'
  /** In tinykeys' spelling. */
  readonly keys?: readonly string[]
  /** Fires also while the user types in a field. */
  readonly whileTyping?: boolean
  /** Whether it can be done now. */
  readonly when?: (page: Page) => boolean
  readonly run: (page: Page) => unknown
}

export const editing = (page: Page) => page.session.getState().screen === 'editor'
export const selected = (page: Page) => editing(page) && page.session.getState().selectedNodes.size > 0
export const running = (page: Page) => page.runs.getState().state === 'running'
