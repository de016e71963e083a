/** A real table: Fisher's irises. It has 150 rows and no more. */
import { IRIS_COLUMNS, IRISES, SPECIES } from '../data/iris'
import { numberText } from '../number-text'
import { numberParam } from '../params'
import { place } from '../split'
import type { Example, Task } from '../task'

const HELD_OUT = 0.3

const EXAMPLES: readonly Example[] = IRISES.map(({ species, measures }) => ({
  fields: { flower: numberText(measures, 1), species },
}))

export const task: Task = {
  id: 'iris',
  title: 'Irises of three species',
  doc: {
    sentence:
      'Length and width of the sepals and petals of 150 real flowers tell three species of iris apart (Fisher, 1936).',
    paper: {
      title: 'The use of multiple measurements in taxonomic problems',
      id: '10.1111/j.1469-1809.1936.tb02137.x',
    },
  },
  params: {
    split: {
      type: 'integer',
      label: 'Split',
      help: 'Which flowers are kept from training: each number keeps others.',
      default: 1,
      min: 1,
      max: 10_000,
    },
  },
  fields() {
    return {
      flower: { role: 'input', sort: 'table', label: 'Flower (cm)', columns: IRIS_COLUMNS },
      species: { role: 'target', sort: 'class', label: 'Species', vocabulary: 'species' },
    }
  },
  vocabularies() {
    return { species: SPECIES }
  },
  example(random) {
    return random.choice(EXAMPLES)
  },
  heldOut(example, params) {
    return place(['iris', example.fields.flower ?? ''], numberParam(params, 'split')) < HELD_OUT
  },
  heldOutShare: HELD_OUT,
  every: () => EXAMPLES,
}
