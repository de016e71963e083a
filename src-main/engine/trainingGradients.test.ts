/**
 * The whole gradient of each template on a padded batch, against PyTorch on the same examples one by one
 * (`bench/reference/training.py`).
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { lower } from '../compile/lower'
import { CLIP, compileTraining, LOSS, NORM, RATE, STEP, stateName, WEIGHTS } from '../compile/training'
import { encodeModel } from '../onnx/encode'
import { makeBatch } from '../tasks/batch/batch'
import { taskSource } from '../tasks/source'
import { templates } from '../templates/template'
import { ruledWeights } from './fixtures/templateCases'
import { createSession } from './session'
import { toVector } from './train/learner'
import { targetsOf } from './train/targets'

interface Case {
  readonly template: string
  readonly examples: readonly { readonly fields: Readonly<Record<string, string>> }[]
  readonly loss: number
  /** By parameter: its norm, and every so-manieth number. */
  readonly gradients: Readonly<
    Record<string, { readonly norm: number; readonly every: number; readonly values: readonly number[] }>
  >
}

const TOLERANCE = 1e-4
const folder = new URL('./fixtures/training/', import.meta.url)

function caseOf(name: string): Case {
  const read = JSON.parse(readFileSync(new URL(name, folder), 'utf8'))
  const examples = read.examples.map((fields: Record<string, string>) => ({ fields }))
  return { ...read, examples }
}

const cases = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'optimisers.json')
  .sort()
  .map(caseOf)

const norm = (numbers: Iterable<number>) => {
  let sum = 0
  for (const number of numbers) sum += number * number
  return Math.sqrt(sum)
}

const vector = (data: Float32Array): Tensor => ({ dtype: 'float32', dims: [data.length], data })
const number = (value: number): Tensor => ({ dtype: 'float32', dims: [], data: Float32Array.of(value) })

/** The loss, the norm of the whole gradient and the gradient of each parameter. */
async function gradientsOf({ template, examples }: Case) {
  const document = need(templates.get(template), template).build()
  const task = need(document.task, 'a task')
  const { fields } = taskSource(task.id, task.params)
  const { feeds, sizes } = makeBatch(document, fields, examples)
  // The first velocity of momentum is the gradient itself.
  const { graph, layout, size } = compileTraining(document, {
    sizes,
    targets: targetsOf(document, fields),
    optimiser: { name: 'momentum' },
  })
  const session = await createSession(encodeModel(graph))
  const weights = toVector(layout, size, ruledWeights(lower(document).parameters.values()))
  const given: Record<string, Tensor> = {
    ...feeds,
    [WEIGHTS]: vector(weights),
    [stateName(0)]: vector(new Float32Array(size)),
    [CLIP]: number(0),
    [RATE]: number(0),
    [STEP]: number(1),
  }
  const found = await session.run(
    Object.fromEntries(session.inputs.map((name) => [name, need(given[name], name)])),
    session.outputs,
  )
  await session.release()
  const flat = need(found[`${stateName(0)}.next`], 'the velocity').data as Float32Array
  return {
    loss: Number(found[LOSS]?.data[0]),
    norm: Number(found[NORM]?.data[0]),
    gradients: layout.map(({ name, shape, start }) => ({
      name,
      numbers: flat.subarray(start, start + sizeOf(shape)),
    })),
  }
}

it('has a case for every template', () => {
  expect(cases.map(({ template }) => template)).toEqual([...templates.keys()].sort())
})

describe.each(cases.map((one) => [one.template, one] as const))('%s', (_, one) => {
  it('learns from a padded batch what PyTorch learns from its examples', async () => {
    const found = await gradientsOf(one)
    expect(Math.abs(found.loss / one.loss - 1)).toBeLessThan(TOLERANCE)
    expect(found.gradients.map(({ name }) => name).sort()).toEqual(Object.keys(one.gradients).sort())
    const whole = norm(Object.values(one.gradients).map((expected) => expected.norm))
    expect(Math.abs(found.norm / whole - 1)).toBeLessThan(TOLERANCE)
    for (const { name, numbers } of found.gradients) {
      const expected = need(one.gradients[name], name)
      // Rounding of the whole reaches parameters whose own gradient is next to nothing.
      const least = whole * 1e-5
      const off = Math.abs(norm(numbers) - expected.norm)
      expect(off / Math.max(expected.norm, least), `norm of ${name}`).toBeLessThan(TOLERANCE)
      const largest = Math.max(
        ...expected.values.map(Math.abs),
        expected.norm / Math.sqrt(numbers.length),
        least,
      )
      expected.values.forEach((value, i) => {
        const at = i * expected.every
        expect(Math.abs(numbers[at]! - value) / largest, `${name}[${at}]`).toBeLessThan(TOLERANCE)
      })
    }
  })
})
