/** What the page shows of the document and around it: neither saved in the file nor undone. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '#shared/base/fault'
import type { OpenedModel, TemplateInfo } from '#shared/contract/contract'
import type { PortRef } from '#shared/document/document'
import type { Point } from '#shared/document/editsPlaces'

export type Screen = 'gallery' | 'editor' | 'model'

/** What lies over the page, at most one at a time; Escape closes it first. */
export type Popup =
  | { readonly type: 'commands' }
  | { readonly type: 'shortcuts' }
  | { readonly type: 'find' }
  /** Search for a kind to place `at` a point of the canvas; `from` a port when a wire was dropped on empty canvas. */
  | { readonly type: 'add'; readonly at?: Point; readonly from?: PortEnd | undefined }
  /** Choose a port of the node, then where its wire goes. */
  | { readonly type: 'wire'; readonly node: string }
  /** Choose what the selected nodes are put into. */
  | { readonly type: 'around' }

export interface PortEnd extends PortRef {
  readonly side: 'input' | 'output'
}

/** What a sentence offers to do about what it says. */
export interface NoticeAction {
  readonly label: string
  readonly run: () => void
}

export interface Notice {
  readonly id: number
  readonly tone: 'fault' | 'hint'
  readonly text: string
  /** The underlying message, behind a fold. */
  readonly detail?: string | undefined
  readonly actions?: readonly NoticeAction[] | undefined
}

export type DockTab = 'attention' | 'states' | 'inputs' | 'tensor' | 'training' | 'output' | 'problems'

export interface SessionState {
  readonly screen: Screen
  readonly selectedNodes: ReadonlySet<string>
  readonly selectedWires: ReadonlySet<string>
  readonly popup?: Popup | undefined
  readonly notices: readonly Notice[]
  /** The last thing said to a screen reader. */
  readonly announcement: string
  readonly showShapes: boolean
  readonly dockTab: DockTab
  readonly dockMaximised: boolean
  /** The port that a wire is being drawn from. */
  readonly drawing?: PortEnd | undefined
  /** What is typed in the input form, by field; fields not in it show the document's example. */
  readonly inputs: Readonly<Record<string, string>>
  /** Words that a decoder is made to say; empty for its own. */
  readonly forceWords: string
  readonly link: 'connecting' | 'connected' | 'lost'
  readonly templates: readonly TemplateInfo[] | undefined
  readonly model?: OpenedModel | undefined
  /** What the page waits for. */
  readonly busy?: string | undefined
  /** Stops what it waits for, where that can be stopped. */
  readonly cancelBusy?: (() => void) | undefined
}

export type SessionStore = StoreApi<SessionState>

const NOTHING: ReadonlySet<string> = new Set()

export function createSessionStore(): SessionStore {
  return createStore<SessionState>(() => ({
    screen: 'gallery',
    selectedNodes: NOTHING,
    selectedWires: NOTHING,
    notices: [],
    announcement: '',
    showShapes: false,
    dockTab: 'attention',
    dockMaximised: false,
    inputs: {},
    forceWords: '',
    link: 'connecting',
    templates: undefined,
  }))
}

export const sessionStore = createSessionStore()

export function select(
  store: SessionStore,
  nodes: Iterable<string>,
  wires: Iterable<string> = NOTHING,
): void {
  const { selectedNodes, selectedWires } = store.getState()
  const next = { selectedNodes: new Set(nodes), selectedWires: new Set(wires) }
  const same = equal(selectedNodes, next.selectedNodes) && equal(selectedWires, next.selectedWires)
  if (!same) store.setState(next)
}

/** Speaks through the live region. */
export function announce(store: SessionStore, text: string): void {
  const { announcement } = store.getState()
  // A live region speaks only what changes: a repeated sentence differs by a no-break space.
  store.setState({ announcement: announcement === text ? `${text}\u00a0` : text })
}

let lastNotice = 0

export function notify(
  store: SessionStore,
  tone: Notice['tone'],
  text: string,
  detail?: string,
  actions?: readonly NoticeAction[],
): void {
  lastNotice += 1
  const notice: Notice = { id: lastNotice, tone, text, detail, actions }
  store.setState(({ notices }) => ({
    notices: [...notices.filter((other) => other.text !== text), notice].slice(-4),
    announcement: text,
  }))
}

/** What was said of something else: a new run or another document makes it old. */
export function dismissAll(store: SessionStore): void {
  if (store.getState().notices.length > 0) store.setState({ notices: [] })
}

export function notifyFault(store: SessionStore, { code, message, cause }: Fault): void {
  if (code !== 'cancelled') notify(store, 'fault', message, cause)
}

export function dismiss(store: SessionStore, id: number): void {
  store.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }))
}

function equal(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((item) => b.has(item))
}
