/** One pass through a model, or through an encoder and its decoder. */
import { need } from '#shared/base/assert'
import { fault, toFault } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { Tensor } from '#shared/ir/graph'
import { type Filled, fillInputs } from '../../inputs/fill/fill'
import { fitFeeds } from '../../inspect/feeds'
import type { Weights } from '../../inspect/normalise'
import type { Half, Look } from './halves'
import type { LastRun } from './lastRun'
import { outputOf } from './outputs'
import { computedWeights, withTwins } from './twins'

export interface Pass {
  readonly filled: readonly Filled[]
  readonly outputs: readonly RunOutput[]
  readonly states?: Tensor | undefined
}

/** Bytes of weights that one call of the runtime may give back. */
const PORTION_BYTES = 256_000_000

/**
 * @param known what the last pass with these inputs found: it is not fed anew, and what is known of it is not computed again
 * @param take hears of each look's weights, portion by portion
 */
export async function passThrough(
  halves: readonly Half[],
  looks: readonly Look[],
  known: LastRun | undefined,
  take: (look: Look, weights: Weights) => Promise<void>,
): Promise<Pass> {
  const filled: Filled[] = []
  let outputs: readonly RunOutput[] = known?.outputs ?? []
  let states = known?.states
  for (const [index, half] of halves.entries()) {
    const last = index === halves.length - 1
    const fed = known?.filled[index] ?? fillInputs(half.plan, withStates(half, states, filled[0]))
    filled.push(fed)
    const mine = looks.filter((look) => look.half === half)
    const wanted = last ? known === undefined : states === undefined
    if (mine.length === 0 && !wanted) continue
    const own = wanted ? half.running.open.model.graph.outputs.map(({ name }) => name) : []
    const results = await runHalf(half, fed, mine, own, take)
    if (last && wanted) outputs = own.flatMap((name) => outputOf(half.plan, name, results[name]))
    if (!last && wanted) states = statesIn(results)
  }
  return { filled, outputs, states }
}

async function runHalf(
  half: Half,
  { feeds, notes }: Filled,
  looks: readonly Look[],
  own: readonly string[],
  take: (look: Look, weights: Weights) => Promise<void>,
): Promise<Readonly<Record<string, Tensor>>> {
  const { open, sessions } = half.running
  const { session, outputs } = await sessions.of(
    withTwins(
      open.found.sites,
      looks.map(({ site }) => site),
    ),
  )
  const fitted = fitFeeds(open.model, feeds)
  let first: Readonly<Record<string, Tensor>> | undefined
  for (const portion of portionsOf(looks, feeds)) {
    const sites = portion.map(({ site }) => site)
    const names = withTwins(open.found.sites, sites).map(({ id }) => need(outputs.get(id), id))
    const results = await session
      .run(fitted, [...new Set([...(first === undefined ? own : []), ...names])])
      .catch((error: unknown) => {
        throw withFilling(error, notes)
      })
    first ??= results
    for (const look of portion)
      await take(look, computedWeights(open.found.sites, look.site, results, outputs))
  }
  return first ?? {}
}

/** What was filled by rule may be why a model cannot run. */
function withFilling(error: unknown, notes: readonly string[]): unknown {
  const { code, message, cause } = toFault(error)
  return code === 'runtime' && notes.length > 0 ? fault(code, [message, ...notes].join(' '), cause) : error
}

/** At least one portion; each as large as is sensible for the longest sequence that is fed. */
function portionsOf(looks: readonly Look[], feeds: Readonly<Record<string, Tensor>>): Look[][] {
  const longest = Object.values(feeds).reduce(
    (most, { dims }) => (dims.length === 2 ? Math.max(most, dims[1]!) : most),
    1,
  )
  const portions: Look[][] = [[]]
  let bytes = 0
  for (const look of looks) {
    const needed = look.info.heads * longest ** 2 * 4
    if (bytes > 0 && bytes + needed > PORTION_BYTES) {
      portions.push([])
      bytes = 0
    }
    portions.at(-1)!.push(look)
    bytes += needed
  }
  return portions
}

/** A decoder's inputs, with what the encoder found and which of it counts. */
export function withStates(
  half: Half,
  states: Tensor | undefined,
  encoder: Filled | undefined,
): Half['inputs'] {
  if (states === undefined || encoder === undefined) return half.inputs
  const tensors: Record<string, Tensor> = { ...half.inputs.tensors }
  const mask = Object.entries(encoder.feeds).find(([name]) => /mask/.test(name))?.[1]
  for (const { value, role } of half.plan.signature.inputs) {
    if (role === 'states') tensors[value.name] = states
    if (role === 'states mask' && mask !== undefined) tensors[value.name] = mask
  }
  return { ...half.inputs, tensors }
}

/** The encoder's result: [batch, length, features]. */
export function statesIn(results: Readonly<Record<string, Tensor>>): Tensor | undefined {
  const named = Object.entries(results).find(([name]) => /last_hidden_state|encoder_(hidden|out)/.test(name))
  return named?.[1] ?? Object.values(results).find(({ dims }) => dims.length === 3)
}
