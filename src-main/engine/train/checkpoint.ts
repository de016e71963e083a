/** What a training needs to go on after its process has ended: weights, the optimiser's state, the best so far. One file, written whole. */

import { createHash } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { atomicWrite } from '../../files/atomicWrite'
import { decodeSafetensors, encodeSafetensors } from '../../files/safetensors'
import type { LearnerState } from './learner'

export interface Best {
  readonly weights: Float32Array
  readonly step: number
  readonly score: number
}

export interface Checkpoint {
  readonly now: LearnerState
  readonly best: Best
  /** Validations since the best one. */
  readonly fruitless: number
}

/** The same document, settings and first weights: the same training. */
export function trainingKey(document: HeedDocument, settings: TrainingSettings, weights: string): string {
  const { nodes, wires, vocabularies, seed, task } = document
  const text = JSON.stringify([nodes, wires, vocabularies, seed, task, settings, weights])
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

const pathOf = (folder: string, key: string) => join(folder, `${key}.safetensors`)

export async function writeCheckpoint(
  folder: string,
  key: string,
  { now, best, fruitless }: Checkpoint,
): Promise<void> {
  const vector = (data: Float32Array): Tensor => ({ dtype: 'float32', dims: [data.length], data })
  const tensors: Record<string, Tensor> = { weights: vector(now.weights), best: vector(best.weights) }
  now.state.forEach((one, i) => {
    tensors[`state.${i}`] = vector(one)
  })
  await mkdir(folder, { recursive: true })
  const numbers = {
    step: now.step,
    bestStep: best.step,
    bestScore: best.score,
    fruitless,
    states: now.state.length,
  }
  const metadata = Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)]))
  await atomicWrite(pathOf(folder, key), encodeSafetensors(tensors, metadata))
}

/** The last checkpoint of this training; undefined where there is none that can be read. */
export async function readCheckpoint(
  folder: string,
  key: string,
  size: number,
): Promise<Checkpoint | undefined> {
  const bytes = await readFile(pathOf(folder, key)).catch(() => undefined)
  if (!bytes) return undefined
  try {
    const { tensors, metadata } = decodeSafetensors(bytes)
    const data = (name: string) => Float32Array.from(tensors[name]?.data as Float32Array)
    const state = Array.from({ length: Number(metadata.states) }, (_, i) => data(`state.${i}`))
    const now = { weights: data('weights'), state, step: Number(metadata.step) }
    const best = { weights: data('best'), step: Number(metadata.bestStep), score: Number(metadata.bestScore) }
    const whole = now.weights.length === size && best.weights.length === size && Number.isInteger(now.step)
    return whole ? { now, best, fruitless: Number(metadata.fruitless) } : undefined
  } catch {
    // A checkpoint that cannot be read costs the time since the beginning, not the training.
    return undefined
  }
}

export async function dropCheckpoint(folder: string, key: string): Promise<void> {
  await rm(pathOf(folder, key), { force: true })
}
