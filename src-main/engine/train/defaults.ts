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

/** What a document says of its own training; what cannot be is passed over, as files are written by anyone. */
function recommended({ training }: HeedDocument): Partial<TrainingSettings> {
  if (typeof training !== 'object' || training === null) return {}
  const known = Object.entries(training).filter(([name, value]) =>
    Object.hasOwn(BASE, name) ? mayBe(name as keyof TrainingSettings, value) : false,
  )
  return Object.fromEntries(known)
}

const CHOICES: Readonly<Partial<Record<keyof TrainingSettings, readonly string[]>>> = {
  schedule: ['constant', 'step', 'cosine', 'warm-up'],
  optimiser: ['sgd', 'momentum', 'adam', 'adamw'],
  gradient: ['mean', 'sum'],
  keep: ['best', 'last'],
  start: ['softmax', 'linear'],
}
const WHOLE: readonly (keyof TrainingSettings)[] = [
  'steps',
  'batch',
  'seed',
  'patience',
  'every',
  'halve',
  'restarts',
]
const ABOVE_ZERO: readonly (keyof TrainingSettings)[] = ['steps', 'batch', 'rate', 'every', 'restarts']
const MOST: Readonly<Partial<Record<keyof TrainingSettings, number>>> = {
  steps: 10_000_000,
  batch: 4096,
  rate: 100,
  weightDecay: 1,
  empties: 1,
  restarts: 1000,
  deviation: 100,
}

function mayBe(name: keyof TrainingSettings, value: unknown): boolean {
  const choices = CHOICES[name]
  if (choices) return choices.includes(String(value))
  if (typeof value !== 'number' || !Number.isFinite(value)) return false
  if (WHOLE.includes(name) && !Number.isInteger(value)) return false
  return value >= 0 && (value > 0 || !ABOVE_ZERO.includes(name)) && value <= (MOST[name] ?? Infinity)
}
