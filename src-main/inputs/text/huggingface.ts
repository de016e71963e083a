/** `tokenizer.json`, as Hugging Face's tokenizers write it. */
import { Tokenizer } from '@huggingface/tokenizers'
import { fault } from '#shared/base/fault'
import { readJson } from '../json'
import type { TextTokenizer } from './tokenizer'
import { wordsOf } from './words'

/**
 * @param config `tokenizer_config.json`, where there is one
 * @throws FaultError `bad-file`
 */
export function huggingfaceTokenizer(bytes: Uint8Array, config: Uint8Array | undefined): TextTokenizer {
  const json = readJson('tokenizer.json', bytes)
  const settings = config === undefined ? {} : readJson('tokenizer_config.json', config)
  const tokenizer = opened(json, settings)
  const specials = specialsOf(json)
  return {
    file: 'tokenizer.json',
    sample: false,
    encode(text, plain = false) {
      const { ids, token_type_ids: types } = cutting(() =>
        tokenizer.encode(text, { add_special_tokens: !plain, return_token_type_ids: null }),
      )
      return { ids, types: types ?? ids.map(() => 0) }
    },
    tokens(ids) {
      const raw = ids.map((id) => ({
        raw: tokenizer.id_to_token(id) ?? `#${id}`,
        text: shown(tokenizer, id),
        special: specials.has(id),
      }))
      return wordsOf(raw)
    },
    decode: (ids) => (ids.length === 0 ? '' : tokenizer.decode([...ids], { skip_special_tokens: true })),
    idOf: (token) => tokenizer.token_to_id(token),
  }
}

function opened(json: Readonly<Record<string, unknown>>, settings: object): Tokenizer {
  if (typeof json.model !== 'object' || json.model === null)
    throw fault('bad-file', 'tokenizer.json holds no tokenizer: expected a field “model”, found none.')
  try {
    return new Tokenizer(json, settings)
  } catch (error) {
    throw fault('bad-file', 'tokenizer.json holds a tokenizer that Heed cannot read.', error)
  }
}

function cutting<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fault('bad-input', 'The tokenizer could not cut this text into tokens.', error)
  }
}

function specialsOf({ added_tokens: added }: Readonly<Record<string, unknown>>): ReadonlySet<number> {
  const list: readonly unknown[] = Array.isArray(added) ? added : []
  return new Set(
    list.flatMap((token) => {
      const { id, special } = (token ?? {}) as { id?: unknown; special?: unknown }
      return typeof id === 'number' && special === true ? [id] : []
    }),
  )
}

/** A token as a person reads it: without the signs for a space or a continued word. */
function shown(tokenizer: Tokenizer, id: number): string {
  const raw = tokenizer.id_to_token(id)
  if (raw === undefined) return `#${id}`
  if (raw.startsWith('##')) return raw.slice(2)
  const text = tokenizer.decode([id], { skip_special_tokens: false, clean_up_tokenization_spaces: false })
  if (text.includes('\ufffd') || text === '') return raw
  return text.trim() === '' ? text.replace(/\n/g, '⏎').replace(/\s/g, '␣') : text.trim()
}
