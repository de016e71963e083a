/** What a model made elsewhere is to be run with: its feeds, and the places that are looked at. */
import { createStore } from 'zustand/vanilla'
import { toFault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import type { Tensor } from '#shared/ir/graph'
import type { GivenFile, Page } from '../commands/page'
import { runModel } from '../commands/run'
import { announce, notify, notifyFault } from '../stores/session'

export interface ModelState {
  readonly feeds: Readonly<Record<string, Tensor>>
  readonly sites: ReadonlySet<string>
}

export const modelStore = createStore<ModelState>(() => ({ feeds: {}, sites: new Set() }))

/** A model opens with its first place of attention chosen. */
export function beginModel(model: OpenedModel | undefined): void {
  const first = model?.sites.find(({ shown }) => shown)
  modelStore.setState({ feeds: {}, sites: new Set(first === undefined ? [] : [first.id]) })
}

export function toggleSite(id: string): void {
  modelStore.setState(({ sites }) => {
    const next = new Set(sites)
    if (!next.delete(id)) next.add(id)
    return { sites: next }
  })
}

/** Takes arrays from a `.npz` or `.npy` file: by their names, or a single one for the only input that is still without. */
export async function giveFeeds(page: Page, { bytes, name }: GivenFile): Promise<void> {
  const { model } = page.session.getState()
  if (model === undefined) return
  try {
    const { tensors } = await page.link.ask('tensors.decode', { bytes, name })
    const given = matchFeeds(model, modelStore.getState().feeds, tensors)
    const names = Object.keys(given)
    if (names.length === 0) {
      const wanted = model.inputs.map((input) => `“${input.name}”`).join(', ')
      const found = Object.keys(tensors)
        .map((each) => `“${each}”`)
        .join(', ')
      notify(page.session, 'hint', `${name} has no array for an input: expected ${wanted}, found ${found}.`)
      return
    }
    modelStore.setState(({ feeds }) => ({ feeds: { ...feeds, ...given } }))
    announce(page.session, `Taken from ${name}: ${names.join(', ')}`)
  } catch (error) {
    notifyFault(page.session, toFault(error))
  }
}

/** Runs the model with what was given; says what is missing. */
export async function runOpenedModel(page: Page): Promise<void> {
  const { model } = page.session.getState()
  const { feeds, sites } = modelStore.getState()
  const missing = model?.inputs.filter(({ name }) => feeds[name] === undefined) ?? []
  if (missing.length > 0) {
    notify(
      page.session,
      'hint',
      `Not run: nothing is given for ${missing.map(({ name }) => name).join(', ')}.`,
    )
  } else if (sites.size === 0) {
    notify(page.session, 'hint', 'Not run: choose at least one place of attention to look at.')
  } else await runModel(page, feeds, [...sites])
}

export function matchFeeds(
  model: Pick<OpenedModel, 'inputs'>,
  feeds: Readonly<Record<string, Tensor>>,
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const named = Object.fromEntries(
    model.inputs.flatMap(({ name }) => (tensors[name] === undefined ? [] : [[name, tensors[name]] as const])),
  )
  if (Object.keys(named).length > 0) return named
  const missing = model.inputs.filter(({ name }) => feeds[name] === undefined)
  const [only] = Object.values(tensors)
  return missing.length === 1 && only !== undefined && Object.keys(tensors).length === 1
    ? { [missing[0]!.name]: only }
    : {}
}
