import { err, ok } from '../../base/result'
import { FIELD_PARAM, numberTensor, parseNumbers } from '../inputText'
import type { Kind, Params } from '../kind'

/** The features' names, in order. */
function namesOf(params: Params): string[] {
  return String(params.names)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

export const kind: Kind = {
  id: 'table',
  version: 1,
  title: 'Table',
  group: 'input',
  icon: 'M4 5h16v14H4zM4 10h16M10 5v14M15 5v14',
  doc: {
    sentence: 'One row of a table: a number for each named feature, all at once.',
  },
  params: {
    field: FIELD_PARAM('row'),
    names: {
      type: 'text',
      label: 'Features',
      help: 'Names of the columns, with commas between them.',
      default: 'a, b, c',
      onCard: true,
    },
  },
  inputs: {},
  outputs: { features: { shape: 'F', help: 'One number for each feature.' } },
  axes(params) {
    const size = namesOf(params).length
    if (size === 0)
      return err({
        message: 'expected at least one name, found none.',
        mend: 'Type the names of the columns with commas between them.',
        param: 'names',
      })
    return ok({ F: { size, origin: `${params.field}.features` } })
  },
  structural: 'input',
  input: {
    tensors: () => [{ suffix: '', dtype: 'float32', axes: ['F'] }],
    lengths: {},
    parse(text, params) {
      const names = namesOf(params)
      const { numbers, wrong } = parseNumbers(text)
      if (wrong !== undefined) {
        const name = names[numbers.length] ?? `number ${numbers.length + 1}`
        return err(`${name}: expected a number such as 0.25, found “${wrong}”.`)
      }
      if (numbers.length !== names.length)
        return err(
          `Expected ${names.length} ${names.length === 1 ? 'number' : 'numbers'} (${names.join(', ')}), found ${numbers.length}.`,
        )
      return ok({
        tensors: { '': numberTensor([1, names.length], numbers) },
        labels: { [`${params.field}.features`]: names },
        unknown: [],
      })
    },
    form: 'numbers',
    placeholder: 'Type one number for each feature',
  },
}
