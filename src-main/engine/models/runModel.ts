/** A run of a model made elsewhere: what it was fed, its thumbnails, its slices, what it gives. */
import { need } from '#shared/base/assert'
import type { ModelSite } from '#shared/contract/contract'
import type { SiteInfo } from '#shared/contract/slice'
import type { Filled } from '../../inputs/fill/fill'
import type { Weights } from '../../inspect/normalise'
import { slicesOf } from '../../inspect/slices'
import type { EngineAnswer, EngineAsk } from '../protocol'
import type { Emit, RunControl } from '../run'
import { type AxisSource, axesOf, siteInfoOf } from './axes'
import { generate } from './generate'
import { everyLook, type Half, halvesOf, type Look, lookAt, sourcesOf } from './halves'
import { type LayerSummary, summaryOf } from './joined'
import { type JointSite, jointSites } from './jointSites'
import { keep, keyOf, type LastRun } from './lastRun'
import { passThrough } from './pass'
import type { RunningModel } from './runningModel'
import { thumbnailsOf } from './thumbnails'

type RunAsk = EngineAsk<'model.run'>

export async function runModel(
  running: RunningModel,
  ask: RunAsk,
  control: RunControl,
  emit: Emit,
): Promise<EngineAnswer<'model.run'>> {
  const key = keyOf(ask.inputs)
  const halves = await halvesOf(running, ask.inputs)
  const speaker = need(halves.at(-1), 'a model')
  const speaks = (ask.inputs.generate ?? 0) > 0 && speaker.plan.generates
  if (!speaks) return look(running, halves, key, ask, control, emit)
  const said = running.last?.key === key ? running.last.said : undefined
  if (said === undefined) return generate(running, halves, key, ask, control, emit, look)
  // What was said is known: one pass over all of it gives every row.
  return look(running, halves, key, ask, control, emit)
}

export type LookPass = typeof look

/** All rows at once. `after`: so many slices of this run are told already, and its sites. */
async function look(
  running: RunningModel,
  halves: readonly Half[],
  key: string,
  ask: Omit<RunAsk, 'inputs' | 'model'> & { readonly after?: number },
  control: RunControl,
  emit: Emit,
): Promise<EngineAnswer<'model.run'>> {
  const started = performance.now()
  const { run, overview = false, joined = [] } = ask
  const chosen = ask.sites.map((id) => lookAt(halves, id))
  const every = overview || joined.length > 0 ? everyLook(halves) : []
  const layers = joined.length > 0 ? every.filter(({ info }) => info.kind === 'self') : []
  const known = running.last?.key === key ? running.last : undefined
  const wanted = new Map(
    [...chosen, ...(overview ? every : layers)].map((one) => [one.info.id, one] as const),
  )
  const missing = [...wanted.values()].filter(({ info }) => !known?.weights.has(info.id))

  const found = new Map<string, Weights>()
  const summaries = new Map<string, LayerSummary>()
  const asked = new Set(chosen.map(({ info }) => info.id))
  const summed = new Set(layers.map(({ info }) => info.id))
  const fresh = new Map<string, Weights>()
  const take = async ({ info: { id } }: Look, weights: Weights) => {
    if (asked.has(id)) found.set(id, weights)
    const summary = summed.has(id) ? summaryOf(weights) : undefined
    if (summary !== undefined) summaries.set(id, summary)
    if (overview) for (const thumbnail of thumbnailsOf(id, weights)) emit('run.thumbnail', { run, thumbnail })
    await new Promise((resolve) => setImmediate(resolve))
    control.check()
  }
  const pass = await passThrough(halves, missing, known, async (one, weights) => {
    fresh.set(one.info.id, weights)
    await take(one, weights)
  })
  const last: LastRun = { key, weights: known?.weights ?? new Map(), said: known?.said, ...pass }
  running.last = last
  for (const [id, weights] of last.weights) {
    const one = wanted.get(id)
    if (one !== undefined && !fresh.has(id)) await take(one, weights)
  }
  for (const [id, weights] of fresh) keep(last, id, weights)
  const milliseconds = performance.now() - started

  const sources = tellFed(halves, pass.filled, run, emit)
  const notes = pass.filled.flatMap((filled) => filled.notes)
  const order = layers.flatMap(({ info: { id } }) => summaries.get(id) ?? [])
  const joint = await jointSites(joined, order)
  await tellSlices(ask, chosen, found, joint, sources, notes, control, emit)
  return { outputs: pass.outputs, milliseconds, notes }
}

/** Tells what the model was fed; what positions of each half may stand for. */
export function tellFed(
  halves: readonly Half[],
  filled: readonly Filled[],
  run: string,
  emit: Emit,
): ReadonlyMap<Half, readonly AxisSource[]> {
  const sources = new Map<Half, readonly AxisSource[]>()
  let before: readonly AxisSource[] = []
  for (const [index, half] of halves.entries()) {
    const fed = need(filled[index], 'what was fed')
    for (const { field, tokens } of fed.texts) emit('run.tokens', { run, field: half.field(field), tokens })
    for (const { field, seen } of fed.pictures)
      emit('run.picture', { run, field: half.field(field), picture: seen })
    before = [...before, ...sourcesOf(half, fed)]
    sources.set(half, before)
  }
  return sources
}

async function tellSlices(
  { run, after }: { readonly run: string; readonly after?: number },
  chosen: readonly Look[],
  found: ReadonlyMap<string, Weights>,
  joint: readonly JointSite[],
  sources: ReadonlyMap<Half, readonly AxisSource[]>,
  notes: string[],
  control: RunControl,
  emit: Emit,
): Promise<void> {
  const shown: { site: SiteInfo; weights: Weights; axes: ReturnType<typeof axesOf> }[] = []
  for (const { half, info } of chosen) {
    const weights = need(found.get(info.id), info.id)
    if (weights.data.length === 0) {
      notes.push(`${info.title} was not computed: this run did not take the branch that it lies in.`)
      continue
    }
    const axes = axesOf(info, weights.dims, sources.get(half) ?? [])
    shown.push({ site: siteInfoOf<ModelSite>(info, weights.dims[1], axes), weights, axes })
  }
  const all = [...sources.values()].at(-1) ?? []
  for (const { site, weights } of joint) {
    const axes = axesOf({ ...site, kind: 'self', causal: false }, weights.dims, all)
    shown.push({ site: siteInfoOf(site, 1, axes), weights, axes })
  }
  if (after === undefined) emit('run.sites', { run, sites: shown.map(({ site }) => site) })
  let order = after ?? 0
  for (const { site, weights, axes } of shown)
    for (const slice of slicesOf(site.id, weights, order)) {
      await control.take()
      order++
      emit('run.slice', {
        run,
        slice: { ...slice, rowLabels: axes.rows.labels, columnLabels: axes.columns.labels },
      })
    }
}
