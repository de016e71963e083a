/** Where a training takes its examples from. It does not know whether they are made or read. */
import { random } from '#shared/base/random'
import type { Params } from '#shared/kinds/kind'
import { fullParams } from './params'
import type { Data } from './readers/data'
import { type Shares, splitExamples } from './readers/split'
import { taskOf } from './registry'
import { heldOutExamples, trainingExamples, validationExamples } from './streams'
import type { Example, Field } from './task'

export interface Source {
  readonly fields: Readonly<Record<string, Field>>
  readonly vocabularies: Readonly<Record<string, readonly string[]>>
  /** Endless; the same seed gives the same examples. */
  training(seed: number): Iterator<Example, never> & Iterable<Example>
  /** At most so many different ones, to stop a training by and to pick its best weights. */
  validation(seed: number, count: number): readonly Example[]
  /** At most so many different ones, to judge by. */
  heldOut(seed: number, count: number): readonly Example[]
  /** Examples in one round of training; undefined where they never end. */
  readonly round: number | undefined
  /** How many examples a person's data has for each purpose. */
  readonly counts?: { readonly training: number; readonly validation: number; readonly heldOut: number }
}

/** @throws FaultError `not-found` for an unknown task, `invalid-document` for a parameter it does not allow */
export function taskSource(id: string, given: Params): Source {
  const task = taskOf(id)
  const params = fullParams(task, given)
  const every = task.every?.(params)
  return {
    fields: task.fields(params),
    vocabularies: task.vocabularies(params),
    training: (seed) => trainingExamples(task, params, seed),
    validation: (seed, count) => validationExamples(task, params, seed, count),
    heldOut: (seed, count) => heldOutExamples(task, params, seed, count),
    round: every?.filter((example) => !task.heldOut(example, params)).length,
  }
}

/** `splitSeed` and `shares` say which examples are on which side, see {@link splitExamples}. */
export function dataSource(data: Data, splitSeed: number, shares?: Shares): Source {
  const { training, validation, heldOut } = splitExamples(data.fields, data.examples, splitSeed, shares)
  const some = (examples: readonly Example[], seed: number, count: number) =>
    random(seed).shuffle(examples).slice(0, count)
  return {
    fields: data.fields,
    vocabularies: data.vocabularies,
    training: (seed) => rounds(training, seed),
    validation: (seed, count) => some(validation, seed, count),
    heldOut: (seed, count) => some(heldOut, seed, count),
    round: training.length,
    counts: { training: training.length, validation: validation.length, heldOut: heldOut.length },
  }
}

/** The examples again and again, each round in a new order. `examples` has at least one. */
function* rounds(examples: readonly Example[], seed: number): Generator<Example, never> {
  const stream = random(`${seed}/training`)
  for (;;) yield* stream.shuffle(examples)
}
