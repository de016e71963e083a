/** Which level of the hierarchy is shown, where its cards lie, and what is selected on it. */
import { createStore } from 'zustand/vanilla'
import { toFault } from '#shared/base/fault'
import type { ModelMatch, ModelNode, ModelScope } from '#shared/contract/model'
import { columnLayout } from '#shared/pictures/level/columns'
import { elkGraph, type LevelLayout, readLayout } from '#shared/pictures/level/layout'
import { foldRepeats, type Level, type LevelNode, shownAs } from '#shared/pictures/level/repeats'
import type { Page } from '../../commands/page'
import { announce, notifyFault } from '../../stores/session'
import type { Layouter } from './elk'

export interface ShownLevel {
  readonly level: Level
  readonly layout: LevelLayout
}

export interface GraphState {
  readonly model?: string | undefined
  readonly scope?: ModelScope | undefined
  readonly shown?: ShownLevel | undefined
  /** What is waited for: the level itself, or its layout. */
  readonly waits?: 'level' | 'layout' | undefined
  /** Cards whose layout is waited for. */
  readonly cards?: number | undefined
  readonly unfolded: ReadonlySet<string>
  /** Id of a card of the level. */
  readonly selected?: string | undefined
  /** What is said of the selected operator. */
  readonly node?: ModelNode | undefined
  /** Grows when the selected card is to be brought into sight. */
  readonly reveal: number
}

/** The whole model, as a level. */
export const ROOT = ''
/** Levels with more cards than this are not given to ELK. */
const LARGEST = 2500

export const EMPTY: GraphState = { unfolded: new Set(), reveal: 0 }
export const graphStore = createStore<GraphState>(() => EMPTY)

const levels = new Map<string, ModelScope>()
const layouts = new Map<string, ShownLevel>()
let layouter: Layouter | undefined
let latest = 0

/** Tests give their own; the page's is made when it is first needed, with its worker. */
export function useLayouter(given: Layouter): void {
  layouter = given
}

async function theLayouter(): Promise<Layouter> {
  layouter ??= (await import('./elk')).createLayouter()
  return layouter
}

export function forgetGraph(): void {
  latest += 1
  levels.clear()
  layouts.clear()
  layouter?.end()
  graphStore.setState(EMPTY, true)
}

export function beginGraph(page: Page, model: string): Promise<void> {
  forgetGraph()
  graphStore.setState({ model })
  return enterScope(page, ROOT)
}

/** Shows a level; `select` is a node that lies on it. */
export async function enterScope(page: Page, scope: string, select?: string): Promise<void> {
  const { model } = graphStore.getState()
  if (model === undefined) return
  latest += 1
  const asked = latest
  let level = levels.get(scope)
  if (level === undefined) {
    graphStore.setState({ waits: 'level' })
    try {
      level = await page.link.ask('model.scope', { model, scope })
    } catch (error) {
      if (asked === latest) {
        graphStore.setState({ waits: undefined })
        notifyFault(page.session, toFault(error))
      }
      return
    }
    if (asked !== latest) return
    levels.set(scope, level)
  }
  await show(page, level, select)
  if (asked === latest)
    announce(page.session, `${level.path.at(-1)?.title ?? 'Model'}: ${level.nodes.length} cards`)
}

/** Out of this level, to the one around it; what was left is selected there. */
export async function leaveScope(page: Page): Promise<void> {
  const { scope } = graphStore.getState()
  const around = scope?.path.at(-2)
  if (scope === undefined || around === undefined) return
  await enterScope(page, around.scope)
  const { shown } = graphStore.getState()
  const left = shown?.level.nodes.find((node) =>
    [node, ...(node.members ?? [])].some(({ enter }) => enter.some((each) => each.scope === scope.scope)),
  )
  if (left !== undefined) selectNode(page, left.id, true)
}

export async function setFolded(page: Page, pattern: string, folded: boolean): Promise<void> {
  const { scope, unfolded } = graphStore.getState()
  if (scope === undefined) return
  const next = new Set(unfolded)
  if (folded) next.delete(pattern)
  else next.add(pattern)
  graphStore.setState({ unfolded: next })
  latest += 1
  await show(page, scope)
}

/** What double-click and Enter do: into a scope, a stack into its members. Gives false where there is nothing to open. */
export function openNode(page: Page, node: LevelNode): boolean {
  if (node.type === 'stack') void setFolded(page, node.pattern!, false)
  else if (node.enter[0] !== undefined) void enterScope(page, node.enter[0].scope)
  else return false
  return true
}

async function show(page: Page, scope: ModelScope, select?: string): Promise<void> {
  const asked = latest
  const { unfolded } = graphStore.getState()
  let level = foldRepeats(scope, unfolded)
  // What is looked for lies in a stack: that one is unfolded.
  const within = level.nodes.find(({ members }) => members?.some(({ id }) => id === select))
  if (within?.pattern !== undefined) {
    graphStore.setState({ unfolded: new Set([...unfolded, within.pattern]) })
    level = foldRepeats(scope, graphStore.getState().unfolded)
  }
  const key = `${scope.scope}\n${level.nodes.map(({ id }) => id).join('\n')}`
  let shown = layouts.get(key)
  if (shown === undefined) {
    graphStore.setState({ scope, waits: 'layout', cards: level.nodes.length, shown: undefined })
    shown = { level, layout: await layOut(level) }
    layouts.set(key, shown)
    if (asked !== latest) return
  }
  graphStore.setState({ scope, shown, waits: undefined, selected: undefined, node: undefined })
  const id = select === undefined ? undefined : shownAs(shown.level, select)
  if (id !== undefined) selectNode(page, id, true)
}

async function layOut(level: Level): Promise<LevelLayout> {
  if (level.nodes.length > LARGEST) return columnLayout(level)
  try {
    return readLayout(level, await (await theLayouter()).layout(elkGraph(level)))
  } catch {
    // Cancelled, or no worker could be had: a plain layout is there at once.
    return columnLayout(level)
  }
}

/** Ends a layout that takes too long; the level is shown in plain columns. */
export function cancelLayout(): void {
  layouter?.end()
}

export function selectNode(page: Page, id: string | undefined, reveal = false): void {
  const { selected, shown, model } = graphStore.getState()
  if (reveal) graphStore.setState((state) => ({ reveal: state.reveal + 1 }))
  if (selected === id) return
  graphStore.setState({ selected: id, node: undefined })
  const card = shown?.level.nodes.find((node) => node.id === id)
  if (card?.type !== 'operator' || model === undefined) return
  page.link.ask('model.node', { model, node: card.id }).then(
    (node) => {
      if (graphStore.getState().selected === id) graphStore.setState({ node })
    },
    (error: unknown) => notifyFault(page.session, toFault(error)),
  )
}

/** Goes to the level that shows what was found. */
export function goTo(page: Page, { scope, node }: Pick<ModelMatch, 'scope' | 'node'>): Promise<void> {
  return enterScope(page, scope, node)
}
