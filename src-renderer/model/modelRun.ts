/** Running a side, looking at more of its sites, and listening to what the engine says of it. */
import { toFault } from '#shared/base/fault'
import type { Answer } from '#shared/contract/contract'
import type { ModelInputs } from '#shared/contract/model'
import type { SiteInfo } from '#shared/contract/slice'
import { reduceSlice } from '#shared/pictures/model/reduce'
import { isJoined, siteTitles } from '#shared/pictures/model/siteGroups'
import type { Page } from '../commands/page'
import { IDLE } from '../stores/run'
import { announce, dismissAll, notifyFault } from '../stores/session'
import { inputsOf, sameInputs } from './modelInputs'
import { bePatient, type Patience } from './patience'
import { type Side, sidesOf, sitesOf } from './side'

/** Bytes of weights that a side keeps; visited sites beyond are asked for again. */
const KEPT = 256e6

/** Of what is running, by the run's name. */
const waiting = new Map<string, Patience>()

/** Runs with what the form holds, and shows all heads; the weights of the selected site come whole. */
export async function runSide(page: Page, side: Side): Promise<void> {
  const { form } = side.store.getState()
  if (form === undefined) return
  await ask(page, side, inputsOf(form, side.store.getState().typed), true)
}

/** Fetches the whole weights of the selected site, where they have not come yet. */
export async function lookAtSelected(page: Page, side: Side): Promise<void> {
  const { ran } = side.store.getState()
  const { selectedSite, state } = side.runs.getState()
  if (ran === undefined || selectedSite === undefined || state === 'running') return
  if (side.slices.slices(selectedSite).length > 0) return
  if (!sitesOf(side.store.getState()).some(({ id, shown }) => id === selectedSite && shown)) return
  if (keptBytes(side) > KEPT) side.slices.clear()
  await ask(page, side, ran, false)
}

async function ask(page: Page, side: Side, inputs: ModelInputs, whole: boolean): Promise<void> {
  const { model, joined } = side.store.getState()
  if (model === undefined) return
  stopSide(page, side)
  const run = `model-${side.name}-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`
  const before = side.runs.getState()
  const selectedSite = chosenSite(side)
  if (whole) {
    dismissAll(page.session)
    side.slices.clear()
    if (!sameInputs(side.store.getState().ran, inputs)) side.thumbnails.clear()
    side.store.setState({ ran: inputs, tokens: {}, notes: [] })
  }
  side.runs.setState(
    {
      ...(whole ? IDLE : before),
      whole: true,
      sites: shownSites(side),
      selectedSite,
      state: 'running',
      run,
      started: Date.now(),
      fault: undefined,
    },
    true,
  )
  const current = () => side.runs.getState().run === run
  waiting.set(
    run,
    bePatient(page, model.mayNotEnd, () => stopSide(page, side)),
  )
  const single = selectedSite !== undefined && isJoined(selectedSite)
  try {
    const answer: Answer<'model.run'> = await page.link
      .ask('model.run', {
        run,
        model: model.model,
        inputs,
        sites: selectedSite === undefined || single ? [] : [selectedSite],
        ...(whole ? { overview: true } : {}),
        ...(whole || single ? { joined } : {}),
      })
      .finally(() => {
        waiting.get(run)?.end()
        waiting.delete(run)
      })
    if (!current()) return
    const { outputs, milliseconds, notes } = answer
    side.store.setState(whole ? { notes } : {})
    side.runs.setState({
      state: 'done',
      progress: undefined,
      ...(whole ? { outputs, milliseconds } : {}),
      sites: shownSites(side),
    })
    if (whole && shownSites(side).length === 0) page.session.setState({ dockTab: 'output' })
    if (whole) announce(page.session, `Run done: ${side.thumbnails.count} heads`)
    // Another site was selected meanwhile.
    if (side.runs.getState().selectedSite !== selectedSite) await lookAtSelected(page, side)
  } catch (error) {
    if (!current()) return
    const fault = toFault(error)
    const cancelled = fault.code === 'cancelled'
    side.runs.setState({ state: cancelled ? 'idle' : 'failed', fault, progress: undefined })
    if (cancelled) announce(page.session, 'Run stopped')
    else notifyFault(page.session, fault)
  }
}

/** Stops what a side is running. */
export function stopSide(page: Page, side: Side): void {
  const { run, state } = side.runs.getState()
  if (state !== 'running' || run === undefined) return
  page.link.ask('run.cancel', { run }).catch((error: unknown) => notifyFault(page.session, toFault(error)))
}

/** Sites of a side whose weights can be looked at. */
export function shownSites(side: Side): readonly SiteInfo[] {
  const sites = sitesOf(side.store.getState())
  const titles = siteTitles(sites)
  return sites
    .filter(({ shown }) => shown)
    .map((site) => ({ ...site, title: titles.get(site.id) ?? site.title }))
}

function chosenSite(side: Side): string | undefined {
  const sites = shownSites(side)
  const { selectedSite } = side.runs.getState()
  return sites.some(({ id }) => id === selectedSite) ? selectedSite : sites[0]?.id
}

function keptBytes({ slices }: Side): number {
  let bytes = 0
  for (const site of slices.sites())
    for (const { weights } of slices.slices(site)) bytes += weights.byteLength
  return bytes
}

/** Takes up what the engine says of models; gives the function that stops listening. */
export function listenToModels(page: Page): () => void {
  const sides = Object.values(sidesOf(page))
  const sideOf = (run: string) => {
    waiting.get(run)?.sign()
    return sides.find(({ runs }) => runs.getState().run === run)
  }
  let owed: { readonly run: string; slices: number } | undefined
  const stops = [
    page.link.on('run.thumbnail', ({ run, thumbnail }) => sideOf(run)?.thumbnails.push(thumbnail)),
    page.link.on('run.tokens', ({ run, field, tokens }) => {
      sideOf(run)?.store.setState((state) => ({ tokens: { ...state.tokens, [field]: tokens } }))
      sideOf(run)?.runs.setState((state) => ({ tokens: { ...state.tokens, [field]: tokens } }))
    }),
    page.link.on('run.picture', ({ run, field, picture }) => {
      const rgba = new Uint8ClampedArray(picture.rgba)
      sideOf(run)?.runs.setState(({ pictures }) => ({
        pictures: { ...pictures, [field]: { ...picture, rgba } },
      }))
    }),
    page.link.on('run.sites', ({ run, sites }) => {
      const side = sideOf(run)
      if (side?.store.getState().model === undefined) return
      side.store.setState(({ infos }) => ({
        infos: new Map([...infos, ...sites.map((site) => [site.id, site] as const)]),
      }))
      // The page's own listener has taken these sites for all that there are.
      side.runs.setState({ sites: shownSites(side) })
    }),
    // The first side's slices are taken up, and its credit given, by commands/run.ts.
    page.link.on('run.slice', ({ run, slice }) => {
      const side = sideOf(run)
      if (side !== undefined && isJoined(slice.site) && slice.firstRow === 0)
        side.thumbnails.push(reduceSlice(slice, 0))
      if (side?.name !== 'second') return
      side.slices.push(slice)
      if (owed !== undefined) owed.slices += 1
      else {
        owed = { run, slices: 1 }
        page.desk.nextFrame(() => {
          const credit = owed
          owed = undefined
          if (credit !== undefined) page.link.ask('run.credit', credit).catch(() => undefined)
        })
      }
    }),
    page.link.on('run.progress', ({ run, done, total, what }) => {
      const side = sideOf(run)
      if (side?.name === 'second') side.runs.setState({ progress: { done, total, what } })
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
