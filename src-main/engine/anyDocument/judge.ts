/** Runs a document in every pass, in a padded batch and alone, and tells what does not agree. */
import { need } from '#shared/base/assert'
import { FaultError } from '#shared/base/fault'
import { random } from '#shared/base/random'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { indexTensor } from '#shared/kinds/inputText'
import type { Axis } from '#shared/kinds/kind'
import { compileModel, compileStages, compileUnrolled, type StageChoices } from '../../compile/compile'
import type { Lowered, LoweredSite, LowerOptions } from '../../compile/lowered'
import {
  CLIP,
  compileTraining,
  LOSS,
  NOISE,
  NORM,
  RATE,
  STEP,
  type TrainingGraph,
  WEIGHTS,
} from '../../compile/training'
import { encodeModel } from '../../onnx/encode'
import { drive, type Environment, readyStages, releaseStages } from '../drive'
import { createSession } from '../session'
import { at, everyIndex, type Feeds, feedsFor, Lengths, sizesFor } from './batches'

const RELATIVE = 1e-4
const ABSOLUTE = 1e-5

/** Everything that is wrong with how this document is compiled and run; nothing for what it is rightly refused. */
export async function judge(document: HeedDocument, seed: number): Promise<string[]> {
  const { integer, uniform } = random(`feeds ${seed}`)
  let looped: Lowered
  try {
    looped = compileModel(document, { forced: true })
  } catch (error) {
    if (error instanceof FaultError) return []
    throw error
  }
  const sizes = sizesFor(document, looped, integer)
  const feeds = feedsFor(document, looped, sizes, integer, uniform)
  const lengths = new Lengths(feeds)
  const wrong: string[] = []

  const whole = await run(looped, feeds)
  const places = placesOf(looped)
  for (const { name, axes } of places) {
    const tensor = need(whole[name], name)
    if (tensor.dims.length !== axes.length + 1)
      wrong.push(`${name}: ${axes.length} axes inferred, ${tensor.dims.length - 1} found`)
    const odd = everyIndex(tensor.dims).find(
      (index) => lengths.count(index, axes) && !Number.isFinite(at(tensor, index)),
    )
    if (odd) wrong.push(`${name} is ${at(tensor, odd)} at ${odd}`)
  }
  for (const site of looped.sites) wrong.push(...judgeWeights(document, site, whole, lengths, places))

  const unrolled = await run(compileUnrolled(document, { forced: true, sizes }), feeds)
  for (const { name, axes } of places)
    wrong.push(...compare(`unrolled ${name}`, need(unrolled[name], name), whole[name]!, axes, lengths))
  // With all values nothing is dead code: what nobody reads must compute too.
  for (const values of [false, true])
    wrong.push(...(await judgeStepped(document, feeds, whole, places, lengths, { forced: true, values })))

  for (let item = 0; item < sizes.batch!; item++) {
    const own = lengths.alone(feeds, item, looped)
    const alone = await run(looped, own)
    for (const { name, axes } of places)
      wrong.push(...compareItem(`${name} alone`, alone[name]!, whole[name]!, item, axes, new Lengths(own)))
  }

  if (looped.speakers.length > 0) {
    const free = compileModel(document)
    const said = await run(free, feeds)
    wrong.push(...(await judgeStepped(document, feeds, said, placesOf(free), undefined, {})))
  }
  wrong.push(...(await judgeTraining(document, looped, feeds, sizes, integer)))
  return wrong
}

interface Place {
  readonly name: string
  readonly axes: readonly Axis[]
}

function placesOf(lowered: Lowered): Place[] {
  const decided = lowered.decisions.map(({ id, loops, axes }) => ({
    name: id,
    axes: [...loops.map(({ axis }) => axis), ...axes.map((axis) => inLoops(axis, loops))],
  }))
  return [...decided, ...lowered.sites.map(sitePlace)]
}

function sitePlace(site: LoweredSite): Place {
  const loops = site.loops.map(({ axis }) => axis)
  const head: Axis = { size: site.heads }
  const rows = site.queryAxis
    ? [...loops, head, inLoops(site.queryAxis, site.loops)]
    : loops.length === 0
      ? [head, { size: 1 }]
      : [...loops.slice(0, -1), head, loops.at(-1)!]
  return { name: `attention.${site.id}`, axes: [...rows, inLoops(site.keyAxis, site.loops)] }
}

/** What was nested in an axis that a loop walks over is so again where the loop's steps are an axis. */
function inLoops(axis: Axis, loops: LoweredSite['loops']): Axis {
  return axis.within?.length === 0
    ? { ...axis, within: loops.flatMap((loop) => loop.axis.origin ?? []) }
    : axis
}

const close = (a: number, b: number) =>
  Math.abs(a - b) <= ABSOLUTE + RELATIVE * Math.max(Math.abs(a), Math.abs(b))

function compare(
  name: string,
  a: Tensor,
  b: Tensor,
  axes: readonly Axis[],
  lengths: Lengths | undefined,
): string[] {
  if (`${a.dims}` !== `${b.dims}`) return [`${name}: [${a.dims}] and [${b.dims}]`]
  const off = everyIndex(a.dims).find(
    (index) => (lengths?.count(index, axes) ?? true) && !close(at(a, index), at(b, index)),
  )
  return off ? [`${name} at ${off}: ${at(a, off)} and ${at(b, off)}`] : []
}

function compareItem(
  name: string,
  alone: Tensor,
  batch: Tensor,
  item: number,
  axes: readonly Axis[],
  lengths: Lengths,
): string[] {
  const off = everyIndex(alone.dims).find(
    (index) => lengths.count(index, axes) && !close(at(alone, index), at(batch, [item, ...index.slice(1)])),
  )
  return off
    ? [`${name} at ${off} (item ${item}): ${at(alone, off)} and ${at(batch, [item, ...off.slice(1)])}`]
    : []
}

/** Rows sum to 1, or to 0 where all is padding; padding is exactly 0. Beside empty slots a read has less than 1 for those that are filled. */
function judgeWeights(
  document: HeedDocument,
  site: LoweredSite,
  found: Feeds,
  lengths: Lengths,
  places: readonly Place[],
): string[] {
  const shared = Number(document.nodes[site.node]?.params.slots ?? 0) > 0
  // A History's later rows are not there yet.
  const grows = site.queryAxis !== undefined && isGrowing(document, site.queryAxis)
  const { name, axes } = places.find((place) => place.name === `attention.${site.id}`)!
  const tensor = need(found[name], name)
  for (const row of everyIndex(tensor.dims.slice(0, -1))) {
    if (!lengths.count(row, axes)) continue
    if (grows && row.at(-1)! > row[site.loops.length]!) continue
    let sum = 0
    let counted = 0
    for (let key = 0; key < tensor.dims.at(-1)!; key++) {
      const weight = at(tensor, [...row, key])
      sum += weight
      if (lengths.count([...row, key], axes)) counted++
      else if (weight !== 0) return [`${name}: ${weight} on padding at ${row},${key}`]
    }
    const least = counted > 0 && !shared ? 1 : 0
    if (sum > (counted > 0 ? 1 : 0) + 1e-4 || sum < least - 1e-4)
      return [`${name}: row ${row} sums to ${sum}`]
  }
  return []
}

function isGrowing(document: HeedDocument, { origin = '' }: Axis): boolean {
  return document.nodes[origin.slice(0, origin.lastIndexOf('.'))]?.kind === 'history'
}

async function run(lowered: Lowered, feeds: Feeds): Promise<Record<string, Tensor>> {
  const session = await createSession(encodeModel(lowered.graph), { threads: 1 })
  try {
    return await session.run(
      Object.fromEntries(session.inputs.map((name) => [name, need(feeds[name], name)])),
      session.outputs,
    )
  } finally {
    await session.release()
  }
}

async function judgeStepped(
  document: HeedDocument,
  feeds: Feeds,
  whole: Feeds,
  places: readonly Place[],
  lengths: Lengths | undefined,
  choices: LowerOptions & StageChoices,
): Promise<string[]> {
  const { lowered, stages } = compileStages(document, choices)
  const environment: Environment = new Map(lowered.graph.constants)
  for (const input of lowered.graph.inputs) environment.set(input, need(feeds[input.name], input.name))
  const ready = await readyStages(stages)
  const wrong: string[] = []
  const axesOf = (name: string) => places.find((place) => place.name === name)!.axes
  const weights = (site: LoweredSite, steps: readonly number[], tensor: Tensor) => {
    const name = `attention.${site.id}`
    const model = need(whole[name], name)
    for (const index of everyIndex(tensor.dims)) {
      const rest = [...index]
      const item = rest.shift()!
      const head = site.headAxis ? rest.shift()! : 0
      const there =
        site.queryAxis || site.loops.length === 0
          ? [item, ...steps, head, ...(site.queryAxis ? [] : [0]), ...rest]
          : [item, ...steps.slice(0, -1), head, steps.at(-1)!, ...rest]
      if (!(lengths?.count(there, axesOf(name)) ?? true)) continue
      if (!close(at(tensor, index), at(model, there)))
        return wrong.push(`stepped ${name} at ${there}: ${at(tensor, index)} and ${at(model, there)}`)
    }
  }
  await drive(ready, environment, {
    computed(values, steps, read) {
      for (const site of lowered.sites)
        if (site.loops.length === steps.length && values.includes(site.value))
          weights(site, steps, read(site.value))
    },
  })
  await releaseStages(ready)
  for (const decision of lowered.decisions)
    wrong.push(
      ...compare(
        `stepped ${decision.id}`,
        need(environment.get(decision.collected), decision.id),
        need(whole[decision.id], decision.id),
        axesOf(decision.id),
        lengths,
      ),
    )
  return wrong
}

async function judgeTraining(
  document: HeedDocument,
  lowered: Lowered,
  feeds: Feeds,
  sizes: Readonly<Record<string, number>>,
  integer: (n: number) => number,
): Promise<string[]> {
  const outside = lowered.decisions.filter(({ loops }) => loops.length === 0)
  if (outside.length === 0 && lowered.speakers.length === 0) return []
  const targets = Object.fromEntries(outside.map(({ id }) => [id, `target-${id}`]))
  let training: TrainingGraph
  try {
    training = compileTraining(document, { sizes, targets, optimiser: { name: 'sgd' } })
  } catch (error) {
    if (error instanceof FaultError && error.fault.code === 'unsupported') return []
    throw error
  }
  const { graph, size } = training
  const session = await createSession(encodeModel(graph), { threads: 1 })
  const given: Record<string, Tensor> = { ...feeds }
  for (const { name, dtype, shape } of graph.inputs) {
    if (given[name]) continue
    const dims = (shape ?? []).map(Number)
    const length = dims.reduce((a, b) => a * b, 1)
    const labels = outside.find(({ id }) => targets[id] === name)?.labels?.length ?? 1
    const constant: Readonly<Record<string, number>> = { [RATE]: 0.1, [CLIP]: 1, [STEP]: 1, [NOISE]: 1 }
    given[name] =
      dtype === 'int64'
        ? indexTensor(
            dims,
            Array.from({ length }, () => integer(labels)),
          )
        : {
            dtype: 'float32',
            dims,
            data: Float32Array.from({ length }, (_, i) =>
              name === WEIGHTS ? Math.sin(i * 1.7) * 0.5 : (constant[name] ?? 0.3),
            ),
          }
  }
  try {
    const found = await session.run(
      Object.fromEntries(session.inputs.map((name) => [name, need(given[name], name)])),
      [LOSS, NORM],
    )
    return [LOSS, NORM]
      .filter((name) => !Number.isFinite(Number(found[name]!.data[0])))
      .map((name) => `${name} is ${found[name]!.data[0]} (${size} weights)`)
  } finally {
    await session.release()
  }
}
