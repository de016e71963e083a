import { err, ok } from '../../base/result'
import { FIELD_PARAM, indexTensor, MAX_TOKENS } from '../inputText'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'symbols',
  version: 1,
  title: 'Symbols',
  group: 'input',
  icon: 'M5 9h14M4 15h14M10 4L8 20M16 4l-2 16',
  doc: {
    sentence: 'A sequence of small whole numbers, each of them the name of a symbol.',
  },
  params: {
    field: FIELD_PARAM('symbols'),
    count: {
      type: 'integer',
      label: 'Different symbols',
      help: 'The symbols are the whole numbers from 0 to one less than this.',
      default: 8,
      min: 1,
      max: 65536,
      onCard: true,
    },
  },
  inputs: {},
  outputs: { symbols: { shape: 'T', element: 'index' } },
  axes: (params) => ok({ T: { origin: `${params.field}.symbols` } }),
  index: (params) => ({ count: Number(params.count) }),
  structural: 'input',
  input: {
    tensors: () => [
      { suffix: '', dtype: 'int64', axes: ['T'] },
      { suffix: '.length', dtype: 'int64', axes: [] },
    ],
    lengths: { T: '.length' },
    parse(text, params) {
      const count = Number(params.count)
      const words = text.split(/[\s,;]+/).filter((word) => word !== '')
      if (words.length === 0) return err('Type at least one symbol.')
      if (words.length > MAX_TOKENS)
        return err(`Expected at most ${MAX_TOKENS} symbols, found ${words.length}. Shorten the sequence.`)
      const wrong = words.findIndex((word) => !/^\d{1,9}$/.test(word) || Number(word) >= count)
      if (wrong >= 0)
        return err(
          `Symbol ${wrong + 1}: expected a whole number from 0 to ${count - 1}, found “${words[wrong]}”.`,
        )
      const symbols = words.map(Number)
      return ok({
        tensors: {
          '': indexTensor([1, symbols.length], symbols),
          '.length': indexTensor([1], [symbols.length]),
        },
        labels: { [`${params.field}.symbols`]: symbols.map(String) },
        unknown: [],
      })
    },
    form: 'numbers',
    placeholder: 'Type symbols: 3 1 4 1 5',
  },
}
