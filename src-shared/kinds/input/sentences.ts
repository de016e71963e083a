import { err, ok } from '../../base/result'
import { encodeWords, PAD, tokenize } from '../../base/words'
import { FIELD_PARAM, indexTensor, MAX_TOKENS } from '../inputText'
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
      label: 'Vocabulary',
      help: 'The words that are known; any other becomes <unknown>.',
      default: 'source',
    },
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
      const lines = text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter((line) => line !== '')
      if (lines.length === 0) return err('Type at least one sentence, one on each line.')
      const sentences = lines.map(tokenize)
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
