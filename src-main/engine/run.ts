/** A streaming run of a document: slices as they are made, outputs last. */
import { fault } from '#shared/base/fault'
import { type Answer, type Ask, CREDIT_WINDOW, type Events } from '#shared/contract/contract'
import type { Tensor, Value } from '#shared/ir/graph'
import type { LoweredSite } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { beginPass, isForced } from './planPass'
import type { Plan, Plans } from './plans'
import type { EngineEventName } from './protocol'
import { runOutput } from './runOutputs'
import { siteInfos, sliceOf } from './slices'
import { StateCollector, stateInfo } from './states'

export type Emit = <N extends EngineEventName>(name: N, event: Events[N]) => void

/** Steps between chances for messages (a cancel, credits) to come in. */
const BREATH = 8

/** What the page has taken, and whether it still wants more. */
export class RunControl {
  cancelled = false
  #credit = CREDIT_WINDOW
  #wake: (() => void) | undefined

  cancel(): void {
    this.cancelled = true
    this.#wake?.()
  }

  credit(slices: number): void {
    this.#credit += slices
    this.#wake?.()
  }

  /** Waits until one more slice may be in flight. */
  async take(): Promise<void> {
    while (this.#credit <= 0 && !this.cancelled)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    this.check()
    this.#credit--
  }

  check(): void {
    if (this.cancelled) throw fault('cancelled', 'The run was stopped.')
  }
}

/** With `open`, the plan has no weights of its own and is given all of them with each run. */
export async function runDocument(
  plans: Plans,
  weights: Weights,
  ask: Ask<'run.start'>,
  control: RunControl,
  emit: Emit,
  { open = false }: { readonly open?: boolean } = {},
): Promise<Answer<'run.start'>> {
  const { document } = ask
  const forced = isForced(ask)
  const choices = { forced, open, states: ask.states === true }
  return plans.use(document, ask.weights, weights, choices, (plan) =>
    runPlan(plan, weights, ask, control, emit, open),
  )
}

async function runPlan(
  plan: Plan,
  weights: Weights,
  ask: Ask<'run.start'>,
  control: RunControl,
  emit: Emit,
  open: boolean,
): Promise<Answer<'run.start'>> {
  const { run } = ask
  const { lowered } = plan
  const started = performance.now()
  const { filled, labels, go } = beginPass(plan, ask, open ? weights : undefined)
  const sites = siteInfos(lowered)
  emit('run.sites', { run, sites })
  const held = ask.states ? lowered.states : []
  if (ask.states) emit('run.states', { run, states: held.map(stateInfo) })
  const states = new StateCollector(labels)
  const stateOf = new Map(held.map((state) => [state.value, state] as const))

  const siteOf = new Map(lowered.sites.map((site) => [site.value, site] as const))
  const waiting: { site: LoweredSite; weights: Tensor; steps: readonly number[] }[] = []
  let order = 0
  let breath = 0
  const flushStates = async () => {
    const taken = states.take()
    if (!taken) return
    await control.take()
    emit('run.state', { run, ...taken })
  }
  const flush = async () => {
    if (states.due()) await flushStates()
    for (const one of waiting.splice(0)) {
      await control.take()
      emit('run.slice', { run, slice: sliceOf(one.site, one.weights, one.steps, order++, labels) })
    }
    if (++breath % BREATH === 0) await new Promise((resolve) => setImmediate(resolve))
    control.check()
  }
  let read: (value: Value) => Tensor = () => {
    throw fault('bug', 'Nothing has been computed.')
  }
  await go({
    async computed(values, steps, reader) {
      read = reader
      for (const value of values) {
        const site = siteOf.get(value)
        if (site) waiting.push({ site, weights: reader(value), steps })
        const state = stateOf.get(value)
        if (state) states.add(state, reader(value), steps)
      }
      if (steps.length === 0) await flush()
    },
    async stepped(_, steps) {
      // Labels of an outer loop's step are known when it has ended.
      if (steps.length === 1) await flush()
    },
  })
  await flush()
  await flushStates()
  return {
    outputs: lowered.decisions.map((decision) => runOutput(decision, read)),
    sites,
    milliseconds: performance.now() - started,
    unknown: filled.unknown,
  }
}
