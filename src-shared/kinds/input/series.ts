import { err, ok } from '../../base/result'
import { FIELD_PARAM, indexTensor, MAX_TOKENS, numberTensor, parseNumbers } from '../inputText'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'series',
  version: 1,
  title: 'Series',
  group: 'input',
  icon: 'M3 17l4-8 4 5 4-9 6 12M3 21h18',
  doc: {
    sentence: 'Numbers over time: one, or a few side by side, for each step.',
  },
  params: {
    field: FIELD_PARAM('series'),
    channels: {
      type: 'integer',
      label: 'Channels',
      help: 'How many numbers each step has.',
      default: 1,
      min: 1,
      max: 1024,
    },
  },
  inputs: {},
  outputs: { values: { shape: 'T C', help: 'The numbers of each step.' } },
  axes: (params) => ok({ T: { origin: `${params.field}.points` }, C: { size: Number(params.channels) } }),
  structural: 'input',
  input: {
    tensors: () => [
      { suffix: '', dtype: 'float32', axes: ['T', 'C'] },
      { suffix: '.length', dtype: 'int64', axes: [] },
    ],
    lengths: { T: '.length' },
    parse(text, params) {
      const channels = Number(params.channels)
      const { numbers, wrong } = parseNumbers(text)
      if (wrong !== undefined)
        return err(`Number ${numbers.length + 1}: expected a number such as 0.25, found “${wrong}”.`)
      if (numbers.length === 0) return err('Type at least one number.')
      if (numbers.length % channels !== 0)
        return err(
          `Expected ${channels} numbers for each step, found ${numbers.length} in all: the last step has ${numbers.length % channels}.`,
        )
      const steps = numbers.length / channels
      if (steps > MAX_TOKENS)
        return err(`Expected at most ${MAX_TOKENS} steps, found ${steps}. Shorten the series.`)
      return ok({
        tensors: {
          '': numberTensor([1, steps, channels], numbers),
          '.length': indexTensor([1], [steps]),
        },
        labels: { [`${params.field}.points`]: Array.from({ length: steps }, (_, i) => String(i + 1)) },
        unknown: [],
      })
    },
    form: 'numbers',
    placeholder: 'Type numbers: 0.1 0.5 0.2',
  },
}
