/** A training from its first step to its last: batches, validations, snapshots, checkpoints. The same seed gives the same run. */
import { fault } from '#shared/base/fault'
import type { Sample, TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { checked } from '../../compile/compile'
import { lower } from '../../compile/lower'
import { layoutOf } from '../../compile/training'
import { type Weights, weightsOf } from '../../compile/weights'
import { lengthsOf, makeBatch } from '../../tasks/batch/batch'
import { type BucketedBatch, bucketedBatches, buckets } from '../../tasks/batch/buckets'
import type { Source } from '../../tasks/source'
import type { Example } from '../../tasks/task'
import type { Emit } from '../run'
import { type Best, dropCheckpoint, readCheckpoint, trainingKey, writeCheckpoint } from './checkpoint'
import { Judge } from './judge'
import { Learner, toTensors, toVector } from './learner'
import { rateAt } from './schedule'
import { Looker } from './snapshots'
import { targetsOf } from './targets'

export interface TrainingAsk {
  readonly training: string
  readonly document: HeedDocument
  readonly settings: TrainingSettings
  readonly source: Source
  readonly weights: Weights
  /** Tells this training from others with other first weights. */
  readonly weightsKey: string
  readonly folder?: string | undefined
}

/** Examples whose lengths choose the buckets. */
const SURVEY = 1000
/** Examples of each validation. */
const VALIDATION = 256
/** Milliseconds between progress events, and between checkpoints. */
const TELL = 200
const KEEP = 5000

export class TrainingControl {
  stopped = false
  #paused = false
  #wake: (() => void) | undefined

  get paused(): boolean {
    return this.#paused
  }

  pause(paused: boolean): void {
    this.#paused = paused
    this.#wake?.()
  }

  stop(): void {
    this.stopped = true
    this.#wake?.()
  }

  async whilePaused(): Promise<void> {
    while (this.#paused && !this.stopped)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
  }
}

interface Validation {
  readonly loss: number
  readonly accuracy?: number | undefined
  readonly error?: number | undefined
  readonly samples: readonly Sample[]
}

export async function train(
  ask: TrainingAsk,
  control: TrainingControl,
  emit: Emit,
): Promise<TrainingResult & { readonly weights: Weights }> {
  const { document, settings, source, folder, training } = ask
  checked(document)
  const lowered = lower(document, { forced: true })
  const { layout, size } = layoutOf(lowered.parameters.values())
  const targets = targetsOf(document, source.fields)
  const key = trainingKey(document, settings, ask.weightsKey)
  const first = toVector(layout, size, weightsOf(lowered, document.seed, ask.weights))
  const kept = folder === undefined ? undefined : await readCheckpoint(folder, key, size)
  const learner = new Learner(
    document,
    settings,
    targets,
    layout,
    kept?.now ?? { weights: first, state: [], step: 0 },
  )
  const judge = new Judge(document, source.fields, targets)
  const looker = new Looker(document)
  const validating = source.validation(settings.seed, VALIDATION)
  const batches = batchesOf(ask)
  let best: Best = kept?.best ?? { weights: first, step: 0, score: Number.NEGATIVE_INFINITY }
  let fruitless = kept?.fruitless ?? 0
  let validation: Validation = { loss: Number.NaN, samples: [] }
  let reason: TrainingResult['reason'] = 'steps'
  let losses: [number, number][] = []
  const started = performance.now()
  const begun = learner.now.step
  let told = 0
  let saved = performance.now()
  let waited = 0

  const tell = (always: boolean) => {
    if (!always && performance.now() - told < TELL) return
    told = performance.now()
    const { step } = learner.now
    const seconds = (told - started - waited) / 1000
    const pace = (step - begun) / Math.max(seconds, 1e-3)
    emit('train.progress', {
      training,
      step,
      steps: settings.steps,
      loss: losses.at(-1)?.[1] ?? Number.NaN,
      rate: rateAt(settings, Math.max(1, step)),
      paused: control.paused,
      examplesPerSecond: pace * settings.batch,
      secondsLeft: pace > 0 ? (settings.steps - step) / pace : 0,
      losses,
    })
    losses = []
  }

  const validate = async () => {
    const weights = learner.tensors()
    const { metrics, samples } = await judge.judge(validating, weights)
    validation = { loss: await lossOn(learner, ask, validating), ...metrics, samples }
    emit('train.snapshot', {
      training,
      step: learner.now.step,
      validation: { loss: validation.loss, accuracy: validation.accuracy, error: validation.error },
      samples,
      ...(await looker.look(weights)),
    })
    // The share that is right decides; among equals, the loss.
    const score = (validation.accuracy ?? 0) * 1e6 - validation.loss
    if (score > best.score) {
      best = { weights: learner.now.weights.slice(), step: learner.now.step, score }
      fruitless = 0
    } else fruitless++
  }

  try {
    // A training that goes on draws its batches from the beginning: the same seed gives the same run.
    for (let i = 0; i < begun; i++) batches.next()
    if (begun === 0) await validate()
    while (learner.now.step < settings.steps && !control.stopped) {
      if (control.paused) {
        tell(true)
        const from = performance.now()
        await control.whilePaused()
        waited += performance.now() - from
        continue
      }
      const next = batches.next()
      if (next.done) break
      const { examples, bucket } = next.value
      const { feeds, sizes } = makeBatch(document, source.fields, examples, bucket)
      const step = learner.now.step + 1
      const loss = await learner.learn(feeds, sizes, rateAt(settings, step))
      if (!Number.isFinite(loss)) {
        if (folder !== undefined) await dropCheckpoint(folder, key)
        // What it had learned before is kept; where that is nothing, there is nothing to answer with.
        if (best.step === 0)
          throw fault(
            'runtime',
            `The loss is no longer a number at step ${step}: the learning rate ${settings.rate} is too high for this network. Lower it, or clip gradients at a smaller norm.`,
          )
        reason = 'not-a-number'
        break
      }
      losses.push([step, loss])
      tell(false)
      if (step % settings.every === 0 || step === settings.steps) {
        await validate()
        if (settings.patience > 0 && fruitless >= settings.patience) {
          reason = 'no-progress'
          break
        }
      }
      if (folder !== undefined && performance.now() - saved > KEEP) {
        await writeCheckpoint(folder, key, { now: learner.now, best, fruitless })
        saved = performance.now()
      }
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (control.stopped) {
      reason = 'stopped'
      await validate()
    }
    tell(true)
    if (folder !== undefined) await dropCheckpoint(folder, key)
    const { samples: _, ...numbers } = validation
    return {
      step: learner.now.step,
      best: best.step,
      reason,
      validation: numbers,
      seconds: (performance.now() - started) / 1000,
      weights: toTensors(layout, best.weights),
    }
  } finally {
    await learner.release()
    await judge.release()
  }
}

/** Batches of equal bucket and equal size: each of them has a graph that is already compiled. */
export function* batchesOf({
  document,
  source,
  settings,
}: Pick<TrainingAsk, 'document' | 'source' | 'settings'>): Generator<BucketedBatch, void> {
  const lengths = (example: Example) => lengthsOf(document, source.fields, example)
  const survey: Example[] = []
  for (const example of source.training(settings.seed)) {
    survey.push(example)
    if (survey.length >= SURVEY) break
  }
  const sizes = buckets(survey.map(lengths))
  for (const batch of bucketedBatches(source.training(settings.seed), settings.batch, sizes, lengths))
    if (batch.examples.length === settings.batch) yield batch
}

/** Mean loss over the examples, in one graph of its own. */
async function lossOn(
  learner: Learner,
  { document, source }: TrainingAsk,
  examples: readonly Example[],
): Promise<number> {
  const { feeds, sizes } = makeBatch(document, source.fields, examples)
  return learner.loss(feeds, sizes)
}
