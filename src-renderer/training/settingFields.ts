/** The settings of a training as data: what the form shows, and what each of them means. */
import type { TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { kinds, withDefaults } from '#shared/kinds/registry'

interface NumberField {
  readonly type: 'integer' | 'number'
  readonly min: number
  readonly max: number
}

interface ChoiceField {
  readonly type: 'choice'
  readonly choices: readonly (readonly [value: string, label: string])[]
}

export type SettingField = {
  readonly label: string
  readonly help: string
  /** The form shows it only while this holds. */
  readonly when?: (settings: TrainingSettings, document: HeedDocument) => boolean
} & (NumberField | ChoiceField)
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
  halve: {
    label: 'Halve every',
    help: 'Steps after which the rate is halved. 0: four times on the way.',
    type: 'integer',
    min: 0,
    max: 10_000_000,
    when: ({ schedule }: TrainingSettings) => schedule === 'step',
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
  gradient: {
    label: 'Gradient',
    help: 'Whether a step follows the mean of the gradients of its examples or their sum.',
    type: 'choice',
    choices: [
      ['mean', 'mean'],
      ['sum', 'sum'],
    ],
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
  keep: {
    label: 'Weights kept',
    help: 'Those of the best test on the way, or those of the last step.',
    type: 'choice',
    choices: [
      ['best', 'best test'],
      ['last', 'last step'],
    ],
  },
  restarts: {
    label: 'Restarts',
    help: 'Trainings from other first weights; the one with the least training error is kept.',
    type: 'integer',
    min: 1,
    max: 1000,
  },
  deviation: {
    label: 'First deviation',
    help: 'Of all first weights, drawn from a normal distribution. 0: each layer’s own.',
    type: 'number',
    min: 0,
    max: 100,
  },
  start: {
    label: 'Start',
    help: 'Linear: no softmax in attention until the loss of tests stops falling.',
    type: 'choice',
    choices: [
      ['softmax', 'with softmax'],
      ['linear', 'linear'],
    ],
    when: (_: TrainingSettings, document: HeedDocument) => readsLinearly(document),
  },
  empties: {
    label: 'Empty memories',
    help: 'Share of empty sentences put between those of a story while it learns.',
    type: 'number',
    min: 0,
    max: 1,
    when: (_: TrainingSettings, document: HeedDocument) => has(document, 'sentences'),
  },
} as const satisfies Record<SettingName, SettingField>

function has({ nodes }: HeedDocument, kind: string): boolean {
  return Object.values(nodes).some((node) => node.kind === kind)
}

/** Whether some attention of the document can be without its softmax. */
function readsLinearly({ nodes }: HeedDocument): boolean {
  return Object.values(nodes).some((node) => {
    const kind = kinds.get(node.kind)
    return kind?.attention?.linear?.(withDefaults(kind, node.params)) === true
  })
}

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
