/** The settings of a training as data: what the form shows, and what each of them means. */
import type { TrainingSettings } from '#shared/contract/training'

interface NumberField {
  readonly type: 'integer' | 'number'
  readonly min: number
  readonly max: number
}

interface ChoiceField {
  readonly type: 'choice'
  readonly choices: readonly (readonly [value: string, label: string])[]
}

export type SettingField = { readonly label: string; readonly help: string } & (NumberField | ChoiceField)
export type SettingName = keyof TrainingSettings

export const settingFields = {
  steps: {
    label: 'Steps',
    help: 'Batches that it learns from.',
    type: 'integer',
    min: 1,
    max: 10_000_000,
  },
  batch: {
    label: 'Batch',
    help: 'Examples looked at before each change of the weights.',
    type: 'integer',
    min: 1,
    max: 4096,
  },
  rate: {
    label: 'Learning rate',
    help: 'How far a step moves the weights. Too high, and the loss jumps about.',
    type: 'number',
    min: 1e-7,
    max: 100,
  },
  schedule: {
    label: 'Schedule',
    help: 'How the rate changes on the way.',
    type: 'choice',
    choices: [
      ['constant', 'constant'],
      ['step', 'in steps'],
      ['cosine', 'cosine'],
      ['warm-up', 'warm-up'],
    ],
  },
  optimiser: {
    label: 'Optimiser',
    help: 'How gradients become changes of the weights.',
    type: 'choice',
    choices: [
      ['sgd', 'SGD'],
      ['momentum', 'Momentum'],
      ['adam', 'Adam'],
      ['adamw', 'AdamW'],
    ],
  },
  clip: {
    label: 'Clip',
    help: 'Greatest norm of a gradient. 0 leaves gradients as they are.',
    type: 'number',
    min: 0,
    max: 1e6,
  },
  weightDecay: {
    label: 'Weight decay',
    help: 'Pulls weights towards 0 at each step.',
    type: 'number',
    min: 0,
    max: 1,
  },
  seed: {
    label: 'Seed',
    help: 'Chooses the examples: the same seed gives the same training.',
    type: 'integer',
    min: 0,
    max: 999_999_999,
  },
  patience: {
    label: 'Patience',
    help: 'Tests without a better one after which it ends. 0: it never gives up.',
    type: 'integer',
    min: 0,
    max: 100_000,
  },
  every: {
    label: 'Test every',
    help: 'Steps between tests on unseen examples: the points of the scrubber.',
    type: 'integer',
    min: 1,
    max: 1_000_000,
  },
} as const satisfies Record<SettingName, SettingField>

export const settingNames = Object.keys(settingFields) as readonly SettingName[]

/** Reads what was typed for a setting; a reason instead where it may not be. */
export function readSetting(
  name: SettingName,
  text: string,
): { readonly value: number | string } | { readonly wrong: string } {
  const field: SettingField = settingFields[name]
  if (field.type === 'choice') {
    if (field.choices.some(([value]) => value === text)) return { value: text }
    return { wrong: `Expected one of ${field.choices.map(([value]) => value).join(', ')}, found “${text}”.` }
  }
  const found = text.trim()
  const value = Number(found.replace(',', '.'))
  const kind = field.type === 'integer' ? 'a whole number' : 'a number'
  const right =
    found !== '' &&
    Number.isFinite(value) &&
    value >= field.min &&
    value <= field.max &&
    (field.type === 'number' || Number.isInteger(value))
  return right
    ? { value }
    : { wrong: `Expected ${kind} from ${field.min} to ${field.max}, found “${found}”.` }
}
