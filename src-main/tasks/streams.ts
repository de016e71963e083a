/**
 * Examples by what they may be used for. A share of all inputs is held out; a part of that share is for watching the training
 * (validation), the rest is for judging and nothing else. All by hashes of the inputs, so that no example is ever on two sides.
 */
import { fault } from '#shared/base/fault'
import { random } from '#shared/base/random'
import type { Params } from '#shared/kinds/kind'
import { fullParams } from './params'
import { place } from './split'
import type { Example, Field, Task } from './task'

export type Part = 'training' | 'validation' | 'held-out'

/** The part of what is kept from training that stops a training and picks its best weights. */
export const VALIDATION_SHARE = 0.25
/** Keeps this hash apart from the one that tasks hold out by. */
const VALIDATION = 'validation'

/** Draws without a new example after which a task is taken to have no more. */
const PATIENCE = 20_000

export function inputsOf(fields: Readonly<Record<string, Field>>, example: Example): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.role === 'input' ? [example.fields[name] ?? ''] : [],
  )
}

/** `params` are full. */
export function partOf(task: Task, params: Params, example: Example): Part {
  if (!task.heldOut(example, params)) return 'training'
  const inputs = inputsOf(task.fields(params), example)
  return place([VALIDATION, task.id, ...inputs], 0) < VALIDATION_SHARE ? 'validation' : 'held-out'
}

/**
 * Endless; the same seed gives the same examples. A table of measured examples comes again in a new order each time.
 * @throws FaultError `bad-input` where the task leaves nothing to train on
 */
export function* trainingExamples(task: Task, given: Params, seed: number): Generator<Example, never> {
  const params = fullParams(task, given)
  const stream = random(`${seed}/training`)
  const every = task.every?.(params).filter((example) => partOf(task, params, example) === 'training')
  while (every && every.length > 0) yield* stream.shuffle(every)
  let refused = 0
  for (;;) {
    const example = task.example(stream, params)
    if (!task.heldOut(example, params)) {
      refused = 0
      yield example
    } else if (++refused >= PATIENCE)
      throw fault('bad-input', `Task ${task.title}: with these settings it has no examples to train on.`)
  }
}

/** Different examples to judge by, never trained on; fewer than `count` where the task has no more. */
export function heldOutExamples(task: Task, given: Params, seed: number, count: number): Example[] {
  return different(task, given, seed, count, 'held-out')
}

/** Different examples to watch a training by, neither trained on nor judged by. */
export function validationExamples(task: Task, given: Params, seed: number, count: number): Example[] {
  return different(task, given, seed, count, 'validation')
}

function different(task: Task, given: Params, seed: number, count: number, part: Part): Example[] {
  const params = fullParams(task, given)
  const fields = task.fields(params)
  const stream = random(`${seed}/${part}`)
  const every = task.every?.(params)
  const drawn = every ? stream.shuffle(every).values() : undefined
  const seen = new Set<string>()
  const examples: Example[] = []
  let fruitless = 0
  while (examples.length < count && fruitless < PATIENCE) {
    const example = drawn ? drawn.next().value : task.example(stream, params)
    if (!example) break
    const key = JSON.stringify(inputsOf(fields, example))
    fruitless++
    if (seen.has(key) || partOf(task, params, example) !== part) continue
    seen.add(key)
    examples.push(example)
    fruitless = 0
  }
  return examples
}
