/** What `config.json`, `generation_config.json` and `tokenizer_config.json` say of how a model speaks. */
import type { Beside } from '#shared/contract/model'
import { readJson } from './json'
import type { TextTokenizer } from './text/tokenizer'

export interface Manners {
  /** Tokens that end a text. */
  readonly ends: readonly number[]
  /** What a decoder begins with. */
  readonly decoderStart: number | undefined
  readonly begin: number | undefined
  readonly pad: number | undefined
  /** A first token that is always said. */
  readonly forcedBegin: number | undefined
  readonly longest: number | undefined
  /** Names of classes, by number. */
  readonly labels: readonly string[] | undefined
}

type Files = ReadonlyMap<Beside, Uint8Array>

/** @throws FaultError `bad-file` */
export function mannersOf(files: Files, tokenizer: TextTokenizer | undefined): Manners {
  const config = read(files, 'config.json')
  const both = { ...config, ...dropEmpty(read(files, 'generation_config.json')) }
  const named = read(files, 'tokenizer_config.json')
  const number = (key: string) => numbersIn(both[key])[0]
  const token = (key: string) => {
    const text = textIn(named[key])
    return text === undefined || tokenizer === undefined ? undefined : tokenizer.idOf(text)
  }
  const ends = numbersIn(both.eos_token_id)
  const end = token('eos_token')
  const begin = number('bos_token_id') ?? token('bos_token')
  const pad = number('pad_token_id') ?? token('pad_token')
  return {
    ends: ends.length > 0 ? ends : end === undefined ? usualEnds(tokenizer) : [end],
    decoderStart: number('decoder_start_token_id') ?? begin ?? pad ?? tokenizer?.idOf('<pad>'),
    begin,
    pad,
    forcedBegin: number('forced_bos_token_id'),
    longest: number('max_position_embeddings') ?? number('n_positions'),
    labels: labelsIn(config.id2label),
  }
}

/** Signs for the end of a text that need no file to be known. */
function usualEnds(tokenizer: TextTokenizer | undefined): number[] {
  const found = ['</s>', '<|endoftext|>', '<|end_of_text|>', '<eos>'].map((sign) => tokenizer?.idOf(sign))
  return found.filter((id) => id !== undefined).slice(0, 1)
}

function read(files: Files, name: Beside): Readonly<Record<string, unknown>> {
  const bytes = files.get(name)
  return bytes === undefined ? {} : readJson(name, bytes)
}

function dropEmpty(json: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== null))
}

function numbersIn(value: unknown): number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.filter((item): item is number => Number.isInteger(item) && (item as number) >= 0)
}

/** A token's text, alone or as the object that it is saved as. */
function textIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const { content } = (value ?? {}) as { content?: unknown }
  return typeof content === 'string' ? content : undefined
}

function labelsIn(value: unknown): string[] | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const names = Object.entries(value).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  const labels: string[] = []
  for (const [id, name] of names) if (/^\d{1,6}$/.test(id)) labels[Number(id)] = name
  return labels.length === names.length && labels.length > 0
    ? Array.from(labels, (name, i) => name ?? String(i))
    : undefined
}
