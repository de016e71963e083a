import { err, ok } from '../../base/result'
import { encodeWords } from '../../base/words'
import { FIELD_PARAM, indexTensor, MAX_TOKENS, STOPS_PARAM, wordsOf } from '../inputText'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'words',
  version: 1,
  title: 'Words',
  group: 'input',
  icon: 'M4 6h16M4 12h10M4 18h13',
  doc: {
    sentence: 'A typed text as a sequence of words, each one an index into a vocabulary.',
  },
  params: {
    field: FIELD_PARAM('source'),
    vocabulary: {
      type: 'vocabulary',
      words: true,
      label: 'Vocabulary',
      help: 'The words that are known; any other becomes <unknown>.',
      default: 'source',
    },
    stops: STOPS_PARAM,
  },
  inputs: {},
  outputs: { words: { shape: 'T', element: 'index' } },
  axes: (params) => ok({ T: { origin: `${params.field}.words` } }),
  index: (params, bound) => ({
    vocabulary: String(params.vocabulary),
    count: bound.vocabularies[String(params.vocabulary)] ?? 0,
  }),
  structural: 'input',
  input: {
    tensors: () => [
      { suffix: '', dtype: 'int64', axes: ['T'] },
      { suffix: '.length', dtype: 'int64', axes: [] },
    ],
    lengths: { T: '.length' },
    parse(text, params, vocabulary) {
      const tokens = wordsOf(text, params)
      if (tokens.length === 0) return err('Type at least one word.')
      if (tokens.length > MAX_TOKENS)
        return err(`Expected at most ${MAX_TOKENS} words, found ${tokens.length}. Shorten the text.`)
      const { indices, unknown } = encodeWords(tokens, vocabulary ?? [])
      return ok({
        tensors: {
          '': indexTensor([1, tokens.length], indices),
          '.length': indexTensor([1], [tokens.length]),
        },
        labels: { [`${params.field}.words`]: tokens },
        unknown,
      })
    },
    form: 'line',
    placeholder: 'Type a sentence',
  },
}
