/** Training on several threads is training on one, up to rounding; and the same to the bit, each time. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { masksOfPart } from '../autodiff/dropout'
import { lower } from '../compile/lower'
import { layoutOf } from '../compile/training'
import { weightsOf } from '../compile/weights'
import { type Batch, makeBatch } from '../tasks/batch/batch'
import { taskSource } from '../tasks/source'
import { templates } from '../templates/template'
import { defaultSettings } from './train/defaults'
import { Learner, type Threads, toVector } from './train/learner'
import { partsOf } from './train/parts'
import { targetsOf } from './train/targets'
import { batchesOf } from './train/train'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Inside of the project, so that the runtime is found from there.
const outDir = join(root, '.cache', `part-worker-${process.pid}`)
const two: Threads = { count: 2, program: new URL(`file://${join(outDir, 'partWorker.mjs')}`) }

beforeAll(async () => {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    build: {
      ssr: true,
      outDir,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: { partWorker: join(root, 'src-main/engine/train/partWorker.ts') },
        output: { entryFileNames: '[name].mjs' },
      },
    },
  })
}, 60_000)

afterAll(() => rm(outDir, { recursive: true, force: true }))

function built(id: string): HeedDocument {
  return need(templates.get(id), id).build()
}

/** Losses before each step, and the learner's state behind the last. */
async function learned(
  document: HeedDocument,
  changes: Partial<TrainingSettings>,
  steps: number,
  threads?: Threads,
) {
  const settings = { ...defaultSettings(document), batch: 7, rate: 0.001, ...changes }
  const task = need(document.task, 'a task')
  const source = taskSource(task.id, task.params)
  const { parameters, ...lowered } = lower(document, { forced: true })
  const { layout, size } = layoutOf(parameters.values())
  const first = toVector(layout, size, weightsOf({ ...lowered, parameters }, document.seed))
  const learner = new Learner(
    document,
    settings,
    targetsOf(document, source.fields),
    layout,
    { weights: first, state: [], step: 0 },
    threads,
  )
  learner.linear = settings.start === 'linear'
  const losses: number[] = []
  try {
    for (const { examples, bucket } of batchesOf({ document, source, settings })) {
      const { feeds, sizes }: Batch = makeBatch(document, source.fields, examples, bucket)
      losses.push(await learner.learn(feeds, sizes, settings.rate))
      if (losses.length === steps) return { losses, now: learner.now }
    }
  } finally {
    await learner.release()
  }
  throw new Error('batches never end')
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(found.length).toBe(expected.length)
  const largest = Array.from(expected).reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  Array.from(expected).forEach((x, i) => {
    expect(Math.abs(found[i]! - x) / largest, `element ${i}`).toBeLessThan(tolerance)
  })
}

describe.each([
  ['feed-forward', {}],
  ['recurrent', { gradient: 'sum' }],
  ['translation-attention', {}],
  ['memory-network', { start: 'linear', gradient: 'sum' }],
] as const)('%s %o', (id, changes) => {
  const document = built(id)

  it('has the losses of one thread', async () => {
    const one = await learned(document, changes, 20)
    const found = await learned(document, changes, 20, two)
    one.losses.forEach((loss, i) => {
      expect(Math.abs(found.losses[i]! / loss - 1), `step ${i + 1}`).toBeLessThan(1e-4)
    })
  })

  it('has the gradient of one thread', async () => {
    // The first velocity of momentum is the gradient itself.
    const momentum = { ...changes, optimiser: 'momentum', clip: 0 } as const
    const [one, found] = [await learned(document, momentum, 1), await learned(document, momentum, 1, two)]
    expectNear(found.now.state[0]!, one.now.state[0]!, 1e-5)
  })
})

it('is the same each time, to the bit', async () => {
  const document = built('translation-plain')
  const [first, second] = [await learned(document, {}, 6, two), await learned(document, {}, 6, two)]
  expect(second).toEqual(first)
})

it('drops the same numbers on two threads', async () => {
  const document = built('feed-forward')
  const [[id, dense]] = Object.entries(document.nodes).filter(([, { kind }]) => kind === 'dense') as [
    [string, HeedDocument['nodes'][string]],
  ]
  const wire = need(
    Object.entries(document.wires).find(([, { from }]) => from.node === id),
    'a wire behind a layer',
  )
  const dropped: HeedDocument = {
    ...document,
    nodes: { ...document.nodes, drop: { ...dense, id: 'drop', kind: 'dropout', params: { rate: 0.5 } } },
    wires: {
      ...document.wires,
      [wire[0]]: { ...wire[1], to: { node: 'drop', port: 'features' } },
      drop: { ...wire[1], id: 'drop', from: { node: 'drop', port: 'features' } },
    },
  }
  const [one, found] = [await learned(dropped, {}, 8), await learned(dropped, {}, 8, two)]
  expect(one.losses).not.toEqual((await learned(document, {}, 8)).losses)
  expectNear(found.losses, one.losses, 1e-4)
})

it('a thread that ends before its time is told', async () => {
  const program = new URL('data:text/javascript,throw new Error("no memory")')
  await expect(learned(built('feed-forward'), {}, 1, { count: 2, program })).rejects.toMatchObject({
    fault: { message: expect.stringMatching(/thread of the training has ended/), cause: 'no memory' },
  })
})

it('parts are as equal as can be', () => {
  expect(partsOf(7, 2).map(({ from, to }) => [from, to])).toEqual([
    [0, 4],
    [4, 7],
  ])
  expect(partsOf(2, 4)).toHaveLength(2)
})

it('masks of examples are their own, those of no example are for all', () => {
  const masks = Float32Array.from({ length: 10 }, (_, i) => i)
  const whole = [
    { size: 4, rate: 0.5 },
    { size: 6, rate: 0.5 },
  ]
  const part = [
    { size: 4, rate: 0.5 },
    { size: 4, rate: 0.5 },
  ]
  expect([...masksOfPart(masks, whole, part, { from: 1, to: 3, count: 3 })]).toEqual([0, 1, 2, 3, 6, 7, 8, 9])
})
