/** Runs stages one after the other, loops step by step. Knows tensors and steps; what they mean is the caller's. */
import { need } from '#shared/base/assert'
import type { Loop, Tensor, Value } from '#shared/ir/graph'
import type { Stage } from '../compile/stages'
import { encodeModel } from '../onnx/encode'
import { createSession, type Session } from './session'
import { intScalar, isTrue, stackSteps, takeStep } from './tensors'

export type ReadyStage =
  | {
      readonly type: 'graph'
      readonly session: Session
      readonly inputs: readonly Value[]
      readonly outputs: readonly Value[]
    }
  | { readonly type: 'loop'; readonly loop: Loop; readonly stages: readonly ReadyStage[] }

export interface Listener {
  /** These values have just been computed, at these steps of the loops around them (outermost first). */
  computed?(
    values: readonly Value[],
    steps: readonly number[],
    read: (value: Value) => Tensor,
  ): void | Promise<void>
  /** A step of a loop has ended. */
  stepped?(loop: Loop, steps: readonly number[], read: (value: Value) => Tensor): void | Promise<void>
}

/** Creates a session for each graph. */
export async function readyStages(stages: readonly Stage[]): Promise<ReadyStage[]> {
  const ready: ReadyStage[] = []
  for (const stage of stages) {
    if (stage.type === 'loop')
      ready.push({ type: 'loop', loop: stage.loop, stages: await readyStages(stage.stages) })
    else {
      const { graph } = stage
      const session = await createSession(encodeModel(graph))
      ready.push({ type: 'graph', session, inputs: graph.inputs, outputs: graph.outputs })
    }
  }
  return ready
}

export async function releaseStages(stages: readonly ReadyStage[]): Promise<void> {
  for (const stage of stages) {
    if (stage.type === 'loop') await releaseStages(stage.stages)
    else await stage.session.release()
  }
}

/** Values by identity: what has been computed, fed, or lies in the graph as a constant. */
export type Environment = Map<Value, Tensor>

export async function drive(
  stages: readonly ReadyStage[],
  environment: Environment,
  listener: Listener,
  steps: readonly number[] = [],
): Promise<void> {
  const read = (value: Value) => need(environment.get(value), `the value ${value.name}`)
  for (const stage of stages) {
    if (stage.type === 'loop') {
      await driveLoop(stage.loop, stage.stages, environment, listener, steps)
      continue
    }
    const feeds = Object.fromEntries(stage.inputs.map((value) => [value.name, read(value)]))
    const found = await stage.session.run(
      feeds,
      stage.outputs.map(({ name }) => name),
    )
    for (const value of stage.outputs) environment.set(value, found[value.name]!)
    await listener.computed?.(stage.outputs, steps, read)
  }
}

async function driveLoop(
  loop: Loop,
  stages: readonly ReadyStage[],
  environment: Environment,
  listener: Listener,
  outer: readonly number[],
): Promise<void> {
  const read = (value: Value) => need(environment.get(value), `the value ${value.name}`)
  const count = Number((read(loop.count).data as BigInt64Array)[0])
  for (const { initial, value } of loop.carries) environment.set(value, read(initial))
  const collected = loop.collected.map((): Tensor[] => [])
  for (let step = 0; step < count; step++) {
    const steps = [...outer, step]
    environment.set(loop.index, intScalar(step))
    for (const { sequence, element } of loop.elements)
      environment.set(element, takeStep(read(sequence), step))
    await drive(stages, environment, listener, steps)
    loop.collected.forEach(({ item }, i) => {
      collected[i]!.push(read(item))
    })
    // All are read before any is written: one's next may be another's value.
    const next = loop.carries.map((carry) => read(carry.next))
    await listener.stepped?.(loop, steps, read)
    loop.carries.forEach(({ value }, i) => {
      environment.set(value, next[i]!)
    })
    if (loop.continue && !isTrue(read(loop.continue))) break
  }
  loop.carries.forEach(({ value, final }) => {
    if (final) environment.set(final, read(value))
  })
  loop.collected.forEach(({ all }, i) => {
    if (collected[i]!.length > 0) environment.set(all, stackSteps(collected[i]!))
  })
}
