/** Word after word, each the likeliest; attention streams as it is made. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { Slice } from '#shared/contract/slice'
import type { Tensor } from '#shared/ir/graph'
import { fillInputs } from '../../inputs/fill/fill'
import { dataOf } from '../../inputs/fill/rules'
import { numbersOf } from '../../inputs/numbers'
import type { SignedInput } from '../../inputs/signature'
import { fitFeeds } from '../../inspect/feeds'
import { normalise, type Weights } from '../../inspect/normalise'
import type { EngineAnswer, EngineAsk } from '../protocol'
import type { Emit, RunControl } from '../run'
import { type Axis, axesOf, siteInfoOf } from './axes'
import { cacheOf, grown, stepFeeds } from './cache'
import { type Half, type Look, lookAt, sourcesOf } from './halves'
import { jointInfos } from './jointSites'
import { largest } from './outputs'
import { statesIn, withStates } from './pass'
import type { LookPass } from './runModel'
import type { RunningModel } from './runningModel'
import { computedWeights, withTwins } from './twins'

/** Which input takes the words that were said. */
export function targetOf({ plan }: Half): SignedInput {
  return need(plan.texts.find(({ role }) => role === 'decoder ids') ?? plan.texts[0], 'an input of words')
}

/** The inputs of a half, with these tokens in place of its text. */
export function withIds(half: Half, inputs: Half['inputs'], ids: readonly number[]): Half['inputs'] {
  const { value } = targetOf(half)
  const dims = value.shape?.length === 1 ? [ids.length] : [1, ids.length]
  const tensor: Tensor = { dtype: value.dtype, dims, data: dataOf(value.dtype, ids.length, (i) => ids[i]!) }
  return { ...inputs, tensors: { ...inputs.tensors, [value.name]: tensor } }
}

export async function generate(
  running: RunningModel,
  halves: readonly Half[],
  key: string,
  ask: EngineAsk<'model.run'>,
  control: RunControl,
  emit: Emit,
  look: LookPass,
): Promise<EngineAnswer<'model.run'>> {
  const started = performance.now()
  const { run } = ask
  const chosen = ask.sites.map((id) => lookAt(halves, id))
  const speaker = need(halves.at(-1), 'a model')
  const encoder = halves.length > 1 ? halves[0] : undefined
  const telling = new Telling(run, chosen, ask.joined ?? [], control, emit)

  const before = encoder && (await encode(encoder, chosen, telling))
  const inputs = withStates(speaker, before?.states, before?.filled)
  const said = await speak(speaker, chosen, inputs, ask.inputs.generate ?? 0, telling, before?.sources ?? [])

  const filled = fillInputs(speaker.plan, withIds(speaker, inputs, said.fed))
  running.last = {
    key,
    weights: new Map(),
    filled: before === undefined ? [filled] : [before.filled, filled],
    outputs: [said.output],
    states: before?.states,
    said: said.fed,
  }
  const notes = [...(before?.filled.notes ?? []), ...said.notes]
  if (ask.overview === true || (ask.joined ?? []).length > 0) {
    const { joined, overview } = ask
    await look(
      running,
      halves,
      key,
      { run, sites: [], joined, overview, after: telling.order },
      control,
      emit,
    )
  }
  return { outputs: [said.output], milliseconds: performance.now() - started, notes }
}

async function encode(encoder: Half, chosen: readonly Look[], telling: Telling) {
  const filled = fillInputs(encoder.plan, encoder.inputs)
  const mine = chosen.filter(({ half }) => half === encoder)
  const { open, sessions } = encoder.running
  const { session, outputs } = await sessions.of(mine.map(({ site }) => site))
  const names = mine.map(({ site }) => need(outputs.get(site.id), site.id))
  const own = open.model.graph.outputs.map(({ name }) => name)
  const results = await session.run(fitFeeds(open.model, filled.feeds), [...new Set([...own, ...names])])
  const sources = sourcesOf(encoder, filled)
  telling.fed(encoder, filled)
  for (const [i, { info, site }] of mine.entries()) {
    const weights = normalise(site, need(results[names[i]!], info.id))
    telling.hold(info, weights, axesOf(info, weights.dims, sources))
  }
  return { filled, sources, states: statesIn(results) }
}

interface Said {
  /** All tokens that were read, those that it began with included. */
  readonly fed: readonly number[]
  readonly output: EngineAnswer<'model.run'>['outputs'][number]
  readonly notes: readonly string[]
}

async function speak(
  half: Half,
  chosen: readonly Look[],
  inputs: Half['inputs'],
  limit: number,
  telling: Telling,
  encoderSources: ReturnType<typeof sourcesOf>,
): Promise<Said> {
  const { plan, running } = half
  const { model } = running.open
  const target = targetOf(half)
  const mine = chosen.filter((one) => one.half === half)
  const every = running.open.found.sites
  const sites = withTwins(
    every,
    mine.map(({ site }) => site),
  )
  const { session, outputs } = await running.sessions.of(sites)
  const names = sites.map(({ id }) => need(outputs.get(id), id))
  const scores = need(plan.signature.scores, 'scores')
  const pairs = cacheOf(model, plan.signature)
  if (plan.signature.inputs.some(({ role }) => role === 'past') && pairs === undefined)
    throw fault(
      'unsupported',
      'The cache of this model cannot grow: it has no outputs that its past could come from.',
    )
  const wanted = [...new Set([scores, ...(pairs?.values() ?? []), ...names])]

  let filled = fillInputs(plan, inputs)
  const notes = [...filled.notes]
  telling.fed(half, filled)
  const ids = [
    ...need(
      filled.texts.find(({ field }) => field === target.value.name),
      'a text',
    ).ids,
  ]
  const began = ids.length
  let feeds: Readonly<Record<string, Tensor>> = filled.feeds
  let cache: Readonly<Record<string, Tensor>> = {}
  for (let step = 0; step < limit; step++) {
    const cached = pairs !== undefined && step > 0
    if (cached) feeds = stepFeeds(plan.signature.inputs, target, feeds, cache, ids.at(-1)!, ids.length)
    else if (step > 0) {
      filled = fillInputs(plan, withIds(half, inputs, ids))
      feeds = filled.feeds
    }
    const results = await session.run(fitFeeds(model, feeds), wanted)
    const sources = [
      ...encoderSources,
      ...sourcesOf(half, cached ? fillInputs(plan, withIds(half, inputs, ids)) : filled),
    ]
    for (const { info, site } of mine) {
      const weights = computedWeights(every, site, results, outputs)
      const rows = cached && weights.dims[2] === 1 ? ids.length : weights.dims[2]
      const axes = axesOf(info, [1, weights.dims[1], rows, weights.dims[3]], sources)
      const grows = cached || rows === ids.length || step === 0
      if (weights.data.length > 0 && grows)
        telling.hold(
          info,
          newRows(weights, step === 0 ? 0 : ids.length - 1),
          axes,
          step === 0 ? 0 : ids.length - 1,
        )
    }
    await telling.flush()
    if (pairs !== undefined) cache = grown(pairs, feeds, results)
    const forced = step === 0 ? plan.manners.forcedBegin : undefined
    const id = forced ?? likeliest(need(results[scores], scores), cached ? 1 : ids.length)
    ids.push(id)
    telling.said(half.field(target.value.name), plan.tokenizer.tokens(ids), step + 1, limit)
    if (plan.manners.ends.includes(id)) break
    if (plan.longest !== undefined && ids.length >= plan.longest) {
      notes.push(`It ends here: the model has places for ${plan.longest} tokens.`)
      break
    }
  }
  const words = ids.slice(began)
  const text = plan.tokenizer.decode(words)
  const output = {
    name: 'said',
    title: 'Said',
    node: scores,
    text,
    dims: [words.length],
    values: Float32Array.from(words),
  }
  return { fed: ids.slice(0, -1), output, notes }
}

/** The likeliest token behind the last of `length`; the first of equals. */
function likeliest(tensor: Tensor, length: number): number {
  const values = numbersOf(tensor)
  const size = tensor.dims.at(-1) ?? 0
  const places = tensor.dims.at(-2) ?? 1
  return largest(values, (Math.min(places, length) - 1) * size, size)
}

/** Rows from `first` on, as far as they are not those of a step with a cache already. */
function newRows(weights: Weights, first: number): Weights {
  const [, heads, rows, columns] = weights.dims
  if (first === 0 || rows === 1) return weights
  const data = new Float32Array(heads * columns)
  for (let head = 0; head < heads; head++) {
    const from = (head * rows + first) * columns
    data.set(weights.data.subarray(from, from + columns), head * columns)
  }
  return { dims: [1, heads, 1, columns], data }
}

interface Held {
  readonly info: Look['info']
  readonly weights: Weights
  readonly axes: { readonly rows: Axis; readonly columns: Axis }
  readonly firstRow: number
}

/** What goes to the page: sites once, as soon as all are known, then their rows. */
class Telling {
  order = 0
  readonly #run: string
  readonly #sites: readonly string[]
  readonly #joined: EngineAsk<'model.run'>['joined']
  readonly #control: RunControl
  readonly #emit: Emit
  #told = false
  #held: Held[] = []

  constructor(
    run: string,
    chosen: readonly Look[],
    joined: EngineAsk<'model.run'>['joined'],
    control: RunControl,
    emit: Emit,
  ) {
    this.#run = run
    this.#sites = chosen.map(({ info }) => info.id)
    this.#joined = joined
    this.#control = control
    this.#emit = emit
  }

  fed(half: Half, filled: ReturnType<typeof fillInputs>): void {
    const run = this.#run
    for (const { field, tokens } of filled.texts)
      this.#emit('run.tokens', { run, field: half.field(field), tokens })
    for (const { field, seen } of filled.pictures)
      this.#emit('run.picture', { run, field: half.field(field), picture: seen })
  }

  said(
    field: string,
    tokens: ReturnType<Half['plan']['tokenizer']['tokens']>,
    done: number,
    total: number,
  ): void {
    this.#emit('run.tokens', { run: this.#run, field, tokens })
    this.#emit('run.progress', { run: this.#run, done, total, what: 'words' })
  }

  hold(info: Held['info'], weights: Weights, axes: Held['axes'], firstRow = 0): void {
    this.#held.push({ info, weights, axes, firstRow })
  }

  async flush(): Promise<void> {
    const run = this.#run
    if (!this.#told) {
      this.#told = true
      const order = (id: string) => this.#sites.indexOf(id)
      const held = this.#held.toSorted((a, b) => order(a.info.id) - order(b.info.id))
      const sites = held.map(({ info, weights, axes }) => siteInfoOf(info, weights.dims[1], axes))
      this.#emit('run.sites', { run, sites: [...sites, ...jointInfos(this.#joined ?? [])] })
    }
    for (const { info, weights, axes, firstRow } of this.#held.splice(0)) {
      const [, heads, rows, columns] = weights.dims
      const slice: Slice = {
        site: info.id,
        order: this.order,
        coordinates: [],
        firstRow,
        heads,
        rows,
        columns,
        weights: weights.data.slice(0, heads * rows * columns),
        rowLabels: axes.rows.labels.slice(firstRow, firstRow + rows),
        columnLabels: axes.columns.labels,
      }
      await this.#control.take()
      this.order++
      this.#emit('run.slice', { run, slice })
    }
    await new Promise((resolve) => setImmediate(resolve))
    this.#control.check()
  }
}
