/** The words of a model that Heed exported: they lie in the document that rides in the file. */
import { DOCUMENT_KEY } from '#main/onnx/documentKey'
import { decodeWords, detokenize, END, encodeWords, PAD, SPECIAL, START } from '#shared/base/words'
import type { Token } from '#shared/contract/model'
import { parseDocument } from '#shared/document/migrate'
import { wordsOf } from '#shared/kinds/inputText'
import { kindOf, withDefaults } from '#shared/kinds/registry'
import type { TextTokenizer } from './tokenizer'

export interface OwnWords {
  readonly tokenizer: TextTokenizer
  /** What the document's own field begins with. */
  readonly example: string | undefined
}

/** @param field the model's input, which is called as the document's field is; nothing where the file tells nothing of it */
export function ownWords(
  metadata: Readonly<Record<string, string>>,
  field: string | undefined,
): OwnWords | undefined {
  const text = metadata[DOCUMENT_KEY]
  if (text === undefined || field === undefined) return undefined
  const parsed = parseDocument(jsonOf(text))
  if (!parsed.ok) return undefined
  const { nodes, vocabularies, example } = parsed.value
  for (const { kind, params: given } of Object.values(nodes)) {
    const known = kindOf(kind)
    if (known?.input === undefined) continue
    const params = withDefaults(known, given)
    const words = vocabularies[String(params.vocabulary ?? '')]
    if (params.field !== field || words === undefined) continue
    return {
      tokenizer: vocabularyTokenizer(words, (line) => wordsOf(line, params)),
      example: example[field],
    }
  }
  return undefined
}

export function vocabularyTokenizer(
  vocabulary: readonly string[],
  wordsIn: (text: string) => readonly string[],
): TextTokenizer {
  const special = new Set<number>([PAD, START, END])
  return {
    file: 'its own words',
    sample: false,
    encode(text) {
      const { indices } = encodeWords(wordsIn(text), vocabulary)
      return { ids: indices, types: indices.map(() => 0) }
    },
    tokens: (ids) =>
      ids.map((id, word): Token => {
        const text = vocabulary[id] ?? SPECIAL[3]
        return special.has(id) ? { text, special: true } : { text, word, special: false }
      }),
    decode: (ids) => detokenize(decodeWords(ids, vocabulary)),
    idOf: (token) => {
      const at = vocabulary.indexOf(token)
      return at < 0 ? undefined : at
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
