/** Pairs of sentences: one pair a line, a tab between them. What follows a second tab (where it is from) is not read. */
import { tokenize, vocabularyOf } from '#shared/base/words'
import { MAX_TOKENS } from '#shared/kinds/inputText'
import type { Example } from '../task'
import { canonical } from './canonical'
import { type Data, expectExamples, numberedLines, type Refused } from './data'

/** Fields and vocabularies `source` and `target`. @throws FaultError `bad-file` where no line is a pair */
export function readParallel(text: string, name: string): Data {
  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  for (const { line, text: whole } of numberedLines(text)) {
    const sides = whole.split('\t').slice(0, 2)
    const [source = '', target = ''] = sides.map(canonical)
    const reason =
      sides.length < 2
        ? `expected two sentences with a tab between them, found no tab in “${whole.slice(0, 60)}”.`
        : source === '' || target === ''
          ? `expected two sentences, found none ${source === '' ? 'before' : 'behind'} the tab.`
          : tooLong(source) || tooLong(target)
            ? `expected at most ${MAX_TOKENS} words in a sentence, found more.`
            : undefined
    if (reason === undefined) {
      examples.push({ fields: { source, target } })
      lines.push(line)
    } else refused.push({ line, reason })
  }
  const words = (side: 'source' | 'target') =>
    vocabularyOf(examples.flatMap(({ fields }) => tokenize(fields[side] ?? '')))
  const data: Data = {
    examples,
    lines,
    refused,
    fields: {
      source: { role: 'input', sort: 'words', label: 'Source', vocabulary: 'source' },
      target: { role: 'target', sort: 'words', label: 'Target', vocabulary: 'target' },
    },
    vocabularies: { source: words('source'), target: words('target') },
  }
  return expectExamples(data, name, 'pairs of sentences, one a line with a tab between them')
}

function tooLong(sentence: string): boolean {
  return sentence.length > MAX_TOKENS && tokenize(sentence).length > MAX_TOKENS
}
