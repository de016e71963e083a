/**
 * Heed's side of `bench -- train`, a process of its own: first line out when it stands, then for each line in, a count, the milliseconds of
 * that many training steps. Writes the batches and first weights for the peer.
 */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { need } from '#shared/base/assert'
import type { TrainingSettings } from '#shared/contract/training'
import type { Tensor } from '#shared/ir/graph'
import { lower } from '../../src-main/compile/lower'
import { layoutOf } from '../../src-main/compile/training'
import { weightsOf } from '../../src-main/compile/weights'
import { defaultSettings } from '../../src-main/engine/train/defaults'
import { Learner, toVector } from '../../src-main/engine/train/learner'
import { targetsOf } from '../../src-main/engine/train/targets'
import { batchesOf } from '../../src-main/engine/train/train'
import { encodeNpz } from '../../src-main/files/npz'
import { type Batch, makeBatch } from '../../src-main/tasks/batch/batch'
import { taskSource } from '../../src-main/tasks/source'
import { networkDocument } from './networks'

/** Batches that come round again and again. */
const BATCHES = 16

async function main(network: string, threads: number, exchange: string): Promise<void> {
  const document = networkDocument(network)
  const settings: TrainingSettings = {
    ...defaultSettings(document),
    batch: 64,
    optimiser: 'adam',
    rate: 0.001,
    clip: 1,
    weightDecay: 0,
    seed: 1,
  }
  const task = need(document.task, 'a task')
  const source = taskSource(task.id, task.params)
  const batches: Batch[] = []
  for (const { examples, bucket } of batchesOf({ document, source, settings })) {
    batches.push(makeBatch(document, source.fields, examples, bucket))
    if (batches.length === BATCHES) break
  }
  const lowered = lower(document, { forced: true })
  const { layout, size } = layoutOf(lowered.parameters.values())
  const weights = weightsOf(lowered, document.seed)
  const tensors: Record<string, Tensor> = {}
  for (const [name, tensor] of Object.entries(weights)) tensors[`weights/${name}`] = tensor
  batches.forEach(({ feeds }, i) => {
    for (const [name, tensor] of Object.entries(feeds)) tensors[`${i}/${name}`] = tensor
  })
  writeFileSync(exchange, encodeNpz(tensors))

  const learner = new Learner(
    document,
    settings,
    targetsOf(document, source.fields),
    layout,
    { weights: toVector(layout, size, weights), state: [], step: 0 },
    { count: threads, program: new URL('./partWorker.mjs', import.meta.url) },
  )
  let at = 0
  const losses: number[] = []
  const step = async () => {
    const { feeds, sizes } = batches[at++ % batches.length]!
    const begun = performance.now()
    losses.push(await learner.learn(feeds, sizes, settings.rate))
    return performance.now() - begun
  }
  const tell = (answer: object) => process.stdout.write(`${JSON.stringify(answer)}\n`)
  tell({ name: 'Heed' })
  for await (const line of createInterface({ input: process.stdin })) {
    const times: number[] = []
    losses.length = 0
    for (let i = 0; i < Number(line); i++) times.push(await step())
    tell({ times, losses, peak: process.resourceUsage().maxRSS / 1024 })
  }
}

const [network, threads, exchange] = process.argv.slice(2)
await main(need(network, 'a network'), Number(threads), need(exchange, 'a file'))
