import { err, ok } from '../../base/result'
import { encodeWords, PAD } from '../../base/words'
import {
  EMPTY_LINE,
  FIELD_PARAM,
  indexTensor,
  MAX_TOKENS,
  STOPS_PARAM,
  sentencesOf,
  wordsOf,
} from '../inputText'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'sentences',
  version: 1,
  title: 'Sentences',
  group: 'input',
  icon: 'M4 5h16M4 9h9M4 14h16M4 18h12',
  doc: {
    sentence: 'A story: one sentence a line, each of them a sequence of words.',
  },
  params: {
    field: FIELD_PARAM('story'),
    vocabulary: {
      type: 'vocabulary',
      words: true,
      label: 'Vocabulary',
      help: 'The words that are known; any other becomes <unknown>.',
      default: 'source',
    },
    newest: {
      type: 'integer',
      label: 'Newest only',
      help: 'Only so many of the newest sentences are read, the older ones are forgotten. 0 reads all.',
      default: 0,
      min: 0,
      max: 4096,
    },
    stops: STOPS_PARAM,
  },
  inputs: {},
  outputs: { words: { shape: 'N W', element: 'index', help: 'The words of each sentence.' } },
  axes: (params) =>
    ok({
      N: { origin: `${params.field}.sentences` },
      W: { origin: `${params.field}.words`, within: [`${params.field}.sentences`] },
    }),
  index: (params, bound) => ({
    vocabulary: String(params.vocabulary),
    count: bound.vocabularies[String(params.vocabulary)] ?? 0,
  }),
  structural: 'input',
  input: {
    tensors: () => [
      { suffix: '', dtype: 'int64', axes: ['N', 'W'] },
      { suffix: '.length', dtype: 'int64', axes: [] },
      { suffix: '.lengths', dtype: 'int64', axes: ['N'] },
    ],
    lengths: { N: '.length', W: '.lengths' },
    parse(text, params, vocabulary) {
      const read = sentencesOf(text, params, (line) => wordsOf(line, params))
      if (read.every(({ words }) => words.length === 0))
        return err('Type at least one sentence, one on each line.')
      const lines = read.map(({ line }) => (line === EMPTY_LINE ? '' : line))
      const sentences = read.map(({ words }) => words)
      const longest = sentences.reduce((most, words) => Math.max(most, words.length), 1)
      if (lines.length * longest > MAX_TOKENS)
        return err(
          `Expected at most ${MAX_TOKENS} words, sentences × the longest one; found ${lines.length} × ${longest}. Shorten the story.`,
        )
      const unknown: string[] = []
      const rows = sentences.map((words) => {
        const found = encodeWords(words, vocabulary ?? [])
        unknown.push(...found.unknown)
        return [...found.indices, ...Array<number>(longest - words.length).fill(PAD)]
      })
      return ok({
        tensors: {
          '': indexTensor([1, lines.length, longest], rows.flat()),
          '.length': indexTensor([1], [lines.length]),
          '.lengths': indexTensor(
            [1, lines.length],
            sentences.map((words) => words.length),
          ),
        },
        labels: {
          [`${params.field}.sentences`]: lines,
          // Row-major over sentences and words; places without a word are empty.
          [`${params.field}.words`]: sentences.flatMap((words) =>
            Array.from({ length: longest }, (_, i) => words[i] ?? ''),
          ),
        },
        unknown,
      })
    },
    form: 'lines',
    placeholder: 'Type a story, one sentence a line',
  },
}
