/** What a training needs to go on after its process has ended: weights, the optimiser's state, the best so far. One file, written whole. */

import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { meaning } from '#shared/document/meaning'
import type { Tensor } from '#shared/ir/graph'
import { atomicWrite, writeFault } from '../../files/atomicWrite'
import { decodeSafetensors, encodeSafetensors } from '../../files/safetensors'
import type { LearnerState } from './learner'

export interface Best {
  readonly weights: Float32Array
  readonly step: number
  readonly score: number
}

/** Where a restart stands. */
export interface Checkpoint {
  readonly now: LearnerState
  readonly best: Best
  /** Validations since the best one. */
  readonly fruitless: number
  readonly opening: Opening
}

/** How far the linear start is. */
export interface Opening {
  readonly linear: boolean
  /** The step after which the softmaxes were put in; 0 where they always were. */
  readonly since: number
  /** The least validation loss without them, and validations since. */
  readonly least: number
  readonly fruitless: number
}

/** What the restarts that are done have come to. */
export interface Restarts {
  /** Of each, on its training examples. */
  readonly errors: readonly number[]
  /** The best of them; absent before the first is done. */
  readonly kept?: KeptRestart | undefined
}

export interface KeptRestart {
  /** From 0. */
  readonly restart: number
  readonly weights: Float32Array
  /** Within the restart. */
  readonly step: number
  readonly error: number
  /** Mean of the last steps' losses: decides between equal errors. */
  readonly loss: number
  readonly validation: Validated
}

export interface Validated {
  readonly loss: number
  readonly accuracy?: number | undefined
  readonly error?: number | undefined
}

/** The same meaning, settings and first weights: the same training, also when the document was tidied meanwhile. */
export function trainingKey(document: HeedDocument, settings: TrainingSettings, weights: string): string {
  const text = JSON.stringify([meaning(document), document.task, settings, weights])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

const pathOf = (folder: string, key: string) => join(folder, `${key}.safetensors`)

export async function writeCheckpoint(
  folder: string,
  key: string,
  { now, best, fruitless, opening }: Checkpoint,
  restarts: Restarts,
): Promise<void> {
  const vector = (data: Float32Array): Tensor => ({ dtype: 'float32', dims: [data.length], data })
  const tensors: Record<string, Tensor> = { weights: vector(now.weights), best: vector(best.weights) }
  now.state.forEach((one, i) => {
    tensors[`state.${i}`] = vector(one)
  })
  const { kept, errors } = restarts
  if (kept) tensors.kept = vector(kept.weights)
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw writeFault(error, folder)
  })
  const { weights: _, ...keptNumbers } = kept ?? { weights: undefined }
  const numbers = {
    step: now.step,
    bestStep: best.step,
    bestScore: best.score,
    fruitless,
    states: now.state.length,
  }
  const metadata = {
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    // Infinity is no number in JSON.
    opening: JSON.stringify({ ...opening, least: String(opening.least) }),
    restarts: JSON.stringify({ errors, ...(kept && { kept: keptNumbers }) }),
  }
  await atomicWrite(pathOf(folder, key), encodeSafetensors(tensors, metadata))
}

/** The last checkpoint of this training; undefined where there is none that can be read. */
export async function readCheckpoint(
  folder: string,
  key: string,
  size: number,
): Promise<(Checkpoint & { readonly restarts: Restarts }) | undefined> {
  const bytes = await readFile(pathOf(folder, key)).catch(() => undefined)
  if (!bytes) return undefined
  try {
    const { tensors, metadata } = decodeSafetensors(bytes)
    const data = (name: string) => Float32Array.from(tensors[name]?.data as Float32Array)
    const state = Array.from({ length: Number(metadata.states) }, (_, i) => data(`state.${i}`))
    const now = { weights: data('weights'), state, step: Number(metadata.step) }
    const best = { weights: data('best'), step: Number(metadata.bestStep), score: Number(metadata.bestScore) }
    const whole = now.weights.length === size && best.weights.length === size && Number.isInteger(now.step)
    if (!whole) return undefined
    const { least, ...started } = JSON.parse(metadata.opening ?? '') as Omit<Opening, 'least'> & {
      least: string
    }
    const { errors, kept } = JSON.parse(metadata.restarts ?? '') as {
      errors: number[]
      kept?: Omit<KeptRestart, 'weights'>
    }
    return {
      now,
      best,
      fruitless: Number(metadata.fruitless),
      opening: { ...started, least: Number(least) },
      restarts: { errors, ...(kept && { kept: { ...kept, weights: data('kept') } }) },
    }
  } catch {
    // A checkpoint that cannot be read costs the time since the beginning, not the training.
    return undefined
  }
}

export async function dropCheckpoint(folder: string, key: string): Promise<void> {
  await rm(pathOf(folder, key), { force: true })
}
