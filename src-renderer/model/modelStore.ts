/** The screen of a model made elsewhere: which of its parts are shown, and what opening and running do. */
import { createStore } from 'zustand/vanilla'
import { toFault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import type { ModelInputs } from '#shared/contract/model'
import type { Page } from '../commands/page'
import { IDLE } from '../stores/run'
import { counterpart } from './compare'
import { beginGraph, forgetGraph } from './graph/graphStore'
import { lookAtSelected, runSide, shownSites, stopSide } from './modelRun'
import { NO_SIDE, type Side, type SideState, sidesOf } from './side'
import { closeTensor } from './tensor/tensorStore'

export interface ModelScreenState {
  readonly tab: 'heads' | 'graph'
  /** Another text, or another model, is looked at beside this one. */
  readonly comparing: boolean
  /** Grows when the form is to be given the keyboard. */
  readonly opened: number
}

export const modelScreen = createStore<ModelScreenState>(() => ({
  tab: 'heads',
  comparing: false,
  opened: 0,
}))

/** Takes up a model that was opened, or lets go of the one before. */
export function beginModel(page: Page, model: OpenedModel | undefined): void {
  const { first } = sidesOf(page)
  endComparison(page)
  closeTensor()
  resetSide(first)
  if (model === undefined) {
    forgetGraph()
    return
  }
  modelScreen.setState(({ opened }) => ({
    tab: model.sites.length > 0 ? 'heads' : 'graph',
    comparing: false,
    opened: opened + 1,
  }))
  first.store.setState({ model })
  const sites = shownSites(first)
  page.runs.setState({ sites, selectedSite: sites[0]?.id })
  if (sites.length === 0) page.session.setState({ dockTab: 'output' })
  void askForm(page, first)
  void beginGraph(page, model.model)
}

export async function askForm(page: Page, side: Side): Promise<void> {
  const { model } = side.store.getState()
  if (model === undefined) return
  const current = () => side.store.getState().model === model
  try {
    const form = await page.link.ask('model.form', { model: model.model })
    if (current()) takeForm(side, { form })
  } catch (error) {
    if (current()) side.store.setState({ formFault: toFault(error).message })
  }
}

/** A form that a file or another half has changed: sites may have joined. */
export function takeForm(side: Side, state: Partial<SideState>): void {
  side.store.setState({ ...state, formFault: undefined })
}

export function setTyped(side: Side, change: (typed: ModelInputs) => ModelInputs): void {
  side.store.setState(({ typed }) => ({ typed: change(typed) }))
}

/** Runs what is shown, both sides where two are. */
export async function runOpenedModel(page: Page): Promise<void> {
  const { first, second } = sidesOf(page)
  if (shownSites(first).length > 0) {
    page.session.setState({ dockTab: 'attention' })
    modelScreen.setState({ tab: 'heads' })
  }
  await runSide(page, first)
  if (modelScreen.getState().comparing) await runSide(page, second)
}

/** Begins to compare: with the same model and another text, until another model is opened for the second side. */
export function beginComparison(page: Page, model?: OpenedModel): void {
  const { first, second } = sidesOf(page)
  const own = first.store.getState()
  resetSide(second)
  if (model === undefined) {
    const { model: same, form, typed, tensorFiles, joined } = own
    second.store.setState({ model: same, form, typed, tensorFiles, joined })
  } else {
    second.store.setState({ model })
    void askForm(page, second)
  }
  modelScreen.setState({ comparing: true, tab: 'heads' })
  follow(first, second)
}

export function endComparison(page: Page): void {
  const { second } = sidesOf(page)
  stopSide(page, second)
  resetSide(second)
  modelScreen.setState({ comparing: false })
}

function resetSide(side: Side): void {
  side.store.setState(NO_SIDE, true)
  side.thumbnails.clear()
  if (side.name === 'first') return
  side.slices.clear()
  side.runs.setState(IDLE, true)
}

/** Another side looks at the same site, or at the one of the same rank in another model. */
function follow(leader: Side, side: Side): void {
  const { selectedSite } = leader.runs.getState()
  if (selectedSite === undefined || side.store.getState().model === undefined) return
  const other = counterpart(leader.store.getState(), side.store.getState(), selectedSite)
  if (other !== undefined) side.runs.setState({ selectedSite: other })
}

/** Whole weights of a site are fetched when it is first looked at; what one side selects, the other looks at too. */
export function followSelection(page: Page): () => void {
  const { first, second } = sidesOf(page)
  let following = false
  const stops = [first, second].map((side) =>
    side.runs.subscribe((state, before) => {
      if (state.selectedSite === before.selectedSite || page.session.getState().screen !== 'model') return
      void lookAtSelected(page, side)
      if (!modelScreen.getState().comparing || following) return
      // Who follows does not lead back: a model of fewer layers would pull the other one to its last.
      following = true
      follow(side, side === first ? second : first)
      following = false
    }),
  )
  return () => {
    for (const stop of stops) stop()
  }
}
