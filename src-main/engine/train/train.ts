/** A training: one or several restarts, of which the one with the lowest training error is kept; checkpoints. */
import { fault, toFault } from '#shared/base/fault'
import type { TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { checked } from '../../compile/compile'
import { lower } from '../../compile/lower'
import type { Lowered } from '../../compile/lowered'
import { layoutOf } from '../../compile/training'
import { type Weights, weightsOf } from '../../compile/weights'
import type { Source } from '../../tasks/source'
import type { Example } from '../../tasks/task'
import type { Emit } from '../run'
import { attempt, type School } from './attempt'
import {
  type Checkpoint,
  dropCheckpoint,
  type KeptRestart,
  type Restarts,
  readCheckpoint,
  trainingKey,
  writeCheckpoint,
} from './checkpoint'
import type { TrainingControl } from './control'
import { Judge } from './judge'
import { Learner, type Threads, toTensors, toVector } from './learner'
import { sharesOfLooks } from './sharesOfLooks'
import { Looker } from './snapshots'
import { targetsOf } from './targets'
import { Teller } from './teller'

export { batchesOf } from './attempt'
export { TrainingControl } from './control'

export interface TrainingAsk {
  readonly training: string
  readonly document: HeedDocument
  readonly settings: TrainingSettings
  readonly source: Source
  readonly weights: Weights
  /** Tells this training from others with other first weights. */
  readonly weightsKey: string
  readonly folder?: string | undefined
  /** Absent: one. Another number of them rounds otherwise, and is another training. */
  readonly threads?: Threads | undefined
}

/** Examples of each validation. */
const VALIDATION = 256
/** Training examples at the most that restarts are compared on. */
const COMPARED = 2000
/** Milliseconds between checkpoints. */
const KEEP = 5000

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
  const { count = 1 } = ask.threads ?? {}
  const key = trainingKey(
    document,
    settings,
    count > 1 ? `${ask.weightsKey} ${count} threads` : ask.weightsKey,
  )
  const firstOf = (restart: number) => toVector(layout, size, firstWeights(lowered, ask, restart))
  const found = folder === undefined ? undefined : await readCheckpoint(folder, key, size)
  const first = { weights: firstOf(0), state: [], step: 0 }
  const learner = new Learner(document, settings, targets, layout, first, ask.threads)
  const judge = new Judge(document, source.fields, targets)
  const linearJudge = new Judge(document, source.fields, targets, true)
  const school: School = {
    training,
    document,
    settings,
    source,
    learner,
    judge,
    linearJudge,
    looker: new Looker(document),
    validating: source.validation(settings.seed, VALIDATION),
  }
  const teller = new Teller(training, settings, control, emit)
  const started = performance.now()
  let saved = started
  let restarts: Restarts = found?.restarts ?? { errors: [] }
  const notes: string[] = []
  const save = async (checkpoint: Checkpoint) => {
    if (folder === undefined || performance.now() - saved <= KEEP) return
    saved = performance.now()
    // A full disk costs the way back, not the training.
    await writeCheckpoint(folder, key, checkpoint, restarts).catch((error: unknown) => {
      const full = toFault(error).code === 'too-large'
      if (notes.length === 0)
        notes.push(
          `Checkpoints of this training could not be written${full ? ', as the disk is full' : ''}: had it been cut off, it would have begun anew.`,
        )
    })
  }

  try {
    let reason: TrainingResult['reason'] = 'steps'
    let done = 0
    let failed = 0
    for (let restart = restarts.errors.length; restart < settings.restarts; restart++) {
      const kept = restart === found?.restarts.errors.length ? found : undefined
      const tried = await attempt(
        school,
        { restart, first: firstOf(restart), kept, save },
        control,
        teller,
        emit,
      )
      reason = tried.reason
      done = teller.stepOf(restart, tried.step)
      failed = tried.step + 1
      const { weights, step } = tried.best
      // A restart that came to nothing is no candidate; one that is the only one is, where it had learned something.
      const lost = tried.reason === 'not-a-number' && step === 0
      const error =
        settings.restarts === 1 || lost
          ? 1
          : await errorOn(judge, trainingExamples(ask), toTensors(layout, weights))
      const { validation, loss } = tried
      const now: KeptRestart = { restart, weights, step, error, loss, validation }
      restarts = {
        errors: [...restarts.errors, error],
        kept: lost ? restarts.kept : better(restarts.kept, now),
      }
      if (control.stopped) break
    }
    teller.tell()
    if (folder !== undefined) await dropCheckpoint(folder, key).catch(() => undefined)
    const { kept, errors } = restarts
    // What it had learned before is kept; where that is nothing, there is nothing to answer with.
    if (!kept)
      throw fault(
        'runtime',
        `The loss is no longer a number at step ${failed}: the learning rate ${settings.rate} is too high for this network. Lower it, or clip gradients at a smaller norm.`,
      )
    const weights = toTensors(layout, kept.weights)
    const { fields } = source
    const looks = await sharesOfLooks({ document, weights, fields, examples: school.validating })
    return {
      step: done,
      best: teller.stepOf(kept.restart, kept.step),
      reason: settings.restarts > 1 && reason === 'not-a-number' ? 'steps' : reason,
      validation: kept.validation,
      ...(Object.keys(looks).length > 0 && { looks }),
      seconds: (performance.now() - started) / 1000,
      ...(notes.length > 0 && { notes }),
      ...(settings.restarts > 1 && { restarts: { errors, kept: kept.restart + 1 } }),
      weights,
    }
  } finally {
    await learner.release()
    await judge.release()
    await linearJudge.release()
  }
}

/** Given weights belong to the first restart alone. */
function firstWeights(
  { parameters, ...lowered }: Lowered,
  { document, settings, weights }: TrainingAsk,
  restart: number,
): Weights {
  const { deviation } = settings
  const drawn = new Map(
    [...parameters].map(([name, one]) => [
      name,
      deviation > 0 ? { ...one, init: { normal: deviation } } : one,
    ]),
  )
  return weightsOf({ ...lowered, parameters: drawn }, document.seed + restart, restart === 0 ? weights : {})
}

function better(a: KeptRestart | undefined, b: KeptRestart): KeptRestart {
  return !a || b.error < a.error || (b.error === a.error && b.loss < a.loss) ? b : a
}

/** The share that is wrong; the error, of numbers. */
async function errorOn(judge: Judge, examples: readonly Example[], weights: Weights): Promise<number> {
  const { metrics } = await judge.judge(examples, weights)
  return metrics.error ?? 1 - (metrics.accuracy ?? 0)
}

function trainingExamples({ source, settings }: TrainingAsk): Example[] {
  const count = Math.min(source.round ?? COMPARED, COMPARED)
  const examples: Example[] = []
  for (const example of source.training(settings.seed)) {
    examples.push(example)
    if (examples.length >= count) break
  }
  return examples
}
