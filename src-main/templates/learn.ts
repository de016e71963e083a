/** Trains a document on its task, as pressing Train does. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import type { Weights } from '../compile/weights'
import { defaultSettings } from '../engine/train/defaults'
import { TrainingControl, train } from '../engine/train/train'
import { fittedSource } from '../tasks/readers/fitting'
import { type Source, taskSource } from '../tasks/source'

export interface Learned {
  readonly weights: Weights
  readonly steps: number
  readonly seconds: number
}

export function sourceOf(document: HeedDocument): Source {
  const { id, params } = need(document.task, 'the task of a template')
  return fittedSource(document, taskSource(id, params))
}

export async function learn(document: HeedDocument): Promise<Learned> {
  const settings = defaultSettings(document)
  const ask = {
    training: document.title,
    document,
    settings,
    source: sourceOf(document),
    weights: {},
    weightsKey: '',
  }
  const { weights, step, seconds } = await train(ask, new TrainingControl(), () => undefined)
  return { weights, steps: step, seconds }
}
