/** Settings to begin with: what trains the templates well, and most networks like them. */
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { kinds } from '#shared/kinds/registry'

const BASE: TrainingSettings = {
  steps: 2000,
  batch: 64,
  rate: 0.005,
  schedule: 'cosine',
  optimiser: 'adam',
  clip: 1,
  weightDecay: 0,
  seed: 1,
  patience: 0,
  every: 100,
  halve: 0,
  gradient: 'mean',
  keep: 'best',
  start: 'softmax',
  empties: 0,
  restarts: 1,
  deviation: 0,
}

export function defaultSettings(document: HeedDocument): TrainingSettings {
  const used = new Set(Object.values(document.nodes).map((node) => node.kind))
  const heads = [...used].some((id) => kinds.get(id)?.attention?.head !== undefined)
  // Attention by many heads learns at lower rates, and begins slowly.
  const transformer: Partial<TrainingSettings> =
    heads && used.has('layer-norm') ? { rate: 0.002, schedule: 'warm-up' } : {}
  return { ...BASE, ...transformer, ...recommended(document) }
}

/** What a template says of its own training. */
function recommended(document: HeedDocument): Partial<TrainingSettings> {
  const given = document.training
  return typeof given === 'object' && given !== null ? (given as Partial<TrainingSettings>) : {}
}
