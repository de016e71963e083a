/** One training from first weights to its last step: batches, validations, snapshots. The same seed gives the same run. */
import { need } from '#shared/base/assert'
import { random } from '#shared/base/random'
import type { Sample, TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { lengthsOf, makeBatch } from '../../tasks/batch/batch'
import { type BucketedBatch, bucketedBatches, buckets } from '../../tasks/batch/buckets'
import { longestWithEmpties, withEmpties } from '../../tasks/batch/empties'
import type { Source } from '../../tasks/source'
import type { Example } from '../../tasks/task'
import type { Emit } from '../run'
import type { Best, Checkpoint, Opening, Validated } from './checkpoint'
import type { TrainingControl } from './control'
import type { Judge } from './judge'
import type { Learner } from './learner'
import { afterValidation, openingOf, rateFor } from './opening'
import type { Looker } from './snapshots'
import type { Teller } from './teller'

/** What is compiled once and serves every restart. */
export interface School {
  readonly training: string
  readonly document: HeedDocument
  readonly settings: TrainingSettings
  readonly source: Source
  readonly learner: Learner
  readonly judge: Judge
  /** Judges reading without softmax. */
  readonly linearJudge: Judge
  readonly looker: Looker
  readonly validating: readonly Example[]
}

export interface Attempt {
  /** From 0. */
  readonly restart: number
  readonly first: Float32Array
  /** What it goes on from. */
  readonly kept?: Checkpoint | undefined
  /** Called often; writes now and then. */
  readonly save: (checkpoint: Checkpoint) => Promise<void>
}

export interface Attempted {
  readonly reason: TrainingResult['reason']
  readonly step: number
  readonly best: Best
  readonly validation: Validated
  /** Mean of the last steps' losses. */
  readonly loss: number
}

/** Losses whose mean tells restarts apart. */
const LAST = 50

export async function attempt(
  school: School,
  { restart, first, kept, save }: Attempt,
  control: TrainingControl,
  teller: Teller,
  emit: Emit,
): Promise<Attempted> {
  const { document, learner, looker, source, training, validating } = school
  const settings = { ...school.settings, seed: school.settings.seed + restart }
  learner.begin(kept?.now ?? { weights: first, state: [], step: 0 }, settings.seed)
  let opening: Opening = kept?.opening ?? openingOf(settings)
  learner.linear = opening.linear
  let best: Best = kept?.best ?? { weights: first, step: 0, score: Number.NEGATIVE_INFINITY }
  let fruitless = kept?.fruitless ?? 0
  let validation: Validated = { loss: Number.NaN }
  let reason: TrainingResult['reason'] = 'steps'
  const last: number[] = []
  const begun = learner.now.step
  const batches = batchesOf({ document, source, settings })

  const validate = async () => {
    const { linear } = learner
    const weights = learner.tensors()
    const judged = await (linear ? school.linearJudge : school.judge).judge(validating, weights)
    const loss = await lossOn(school)
    validation = { loss, ...judged.metrics }
    emit('train.snapshot', {
      training,
      step: teller.stepOf(restart, learner.now.step),
      validation: { loss, accuracy: validation.accuracy, error: validation.error },
      restart: restart + 1,
      linear,
      samples: judged.samples satisfies readonly Sample[],
      ...(await looker.look(weights)),
    })
    if (linear) {
      opening = afterValidation(opening, loss, learner.now.step, settings.steps)
      learner.linear = opening.linear
      return
    }
    // The share that is right decides; among equals, the loss.
    const score = (validation.accuracy ?? 0) * 1e6 - loss
    if (score > best.score) {
      best = { weights: learner.now.weights.slice(), step: learner.now.step, score }
      fruitless = 0
    } else fruitless++
  }

  // A training that goes on draws its batches from the beginning: the same seed gives the same run.
  for (let i = 0; i < begun; i++) batches.next()
  if (begun === 0) await validate()
  while (learner.now.step < settings.steps && !control.stopped) {
    if (control.paused) {
      await teller.whilePaused(restart, learner.now.step, opening.linear)
      continue
    }
    const next = batches.next()
    if (next.done) break
    const { examples, bucket } = next.value
    const { feeds, sizes } = makeBatch(document, source.fields, examples, bucket)
    const step = learner.now.step + 1
    const rate = rateFor(settings, opening, step)
    const loss = await learner.learn(feeds, sizes, rate)
    if (!Number.isFinite(loss)) {
      reason = 'not-a-number'
      break
    }
    last.push(loss)
    if (last.length > LAST) last.shift()
    teller.learned({ restart, step, loss, rate, linear: opening.linear })
    if (step % settings.every === 0 || step === settings.steps) {
      await validate()
      if (settings.patience > 0 && fruitless >= settings.patience) {
        reason = 'no-progress'
        break
      }
    }
    await save({ now: learner.now, best, fruitless, opening })
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (control.stopped) reason = 'stopped'
  if (control.stopped || (learner.linear && reason !== 'not-a-number')) {
    // What is kept reads with softmax.
    learner.linear = false
    await validate()
  }
  if (settings.keep === 'last' && reason !== 'not-a-number')
    best = { ...best, weights: learner.now.weights.slice(), step: learner.now.step }
  const loss = last.reduce((sum, each) => sum + each, 0) / Math.max(1, last.length)
  return { reason, step: learner.now.step, best, validation, loss }
}

/** Examples whose lengths choose the buckets. */
const SURVEY = 1000

/** Batches of equal bucket and equal size: each of them has a graph that is already compiled. */
export function* batchesOf({
  document,
  source,
  settings,
}: Pick<School, 'document' | 'source' | 'settings'>): Generator<BucketedBatch, void> {
  const { fields } = source
  const { empties, seed, batch: size } = settings
  const lengths = (example: Example) => lengthsOf(document, fields, example)
  const survey: Example[] = []
  for (const example of source.training(seed)) {
    survey.push(example)
    if (survey.length >= SURVEY) break
  }
  const sizes = buckets(survey.map((example) => longestWithEmpties(lengths(example), fields, empties)))
  const examples = empties > 0 ? noisy(source, empties, seed) : source.training(seed)
  for (const batch of bucketedBatches(examples, size, sizes, lengths))
    if (batch.examples.length === size) yield batch
}

function* noisy(source: Source, share: number, seed: number): Generator<Example, void> {
  const stream = random(`${seed}/empties`)
  for (const example of source.training(seed)) yield withEmpties(example, source.fields, share, stream)
}

/** Mean loss over the validation examples, in one graph of its own. */
async function lossOn({ learner, document, source, validating }: School): Promise<number> {
  const { feeds, sizes } = makeBatch(document, source.fields, need(validating, 'examples'))
  return learner.loss(feeds, sizes)
}
