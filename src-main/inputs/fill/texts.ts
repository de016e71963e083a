/** Texts → numbers of tokens that the model has rows and places for. */
import { fault } from '#shared/base/fault'
import type { ModelInputs, Token } from '#shared/contract/model'
import type { InputPlan } from '../plan'
import type { SignedInput } from '../signature'

export interface FilledText {
  /** The model input, which is also the field. */
  readonly field: string
  readonly ids: readonly number[]
  readonly types: readonly number[]
  readonly tokens: readonly Token[]
}

/** @throws FaultError `bad-input` where the tokenizer does not belong to the model */
export function fillText(
  plan: InputPlan,
  input: SignedInput,
  inputs: ModelInputs,
  example: string,
  notes: string[],
): FilledText {
  const { tokenizer, manners, longest } = plan
  const field = input.value.name
  const said = input.role === 'decoder ids' || plan.signature.half === 'decoder'
  const text = inputs.texts?.[field] ?? (said ? '' : example)
  const encoded = tokenizer.encode(text, said)
  const start = said ? (manners.decoderStart ?? 0) : undefined
  let { ids, types } = encoded
  if (start !== undefined)
    [ids, types] = [
      [start, ...ids],
      [0, ...types],
    ]
  // A model needs something to begin with.
  if (ids.length === 0) [ids, types] = [[manners.begin ?? manners.ends[0] ?? 0], [0]]
  const tokens = tokenizer.tokens(ids)
  checkIds(plan, input, ids, tokens)
  const fixed = input.value.shape?.at(-1)
  const places =
    typeof fixed === 'number' && input.value.shape?.length !== 1 ? Math.min(fixed, longest ?? fixed) : longest
  if (places === undefined || ids.length <= places) return { field, ids, types, tokens }
  notes.push(
    `The text has ${ids.length} tokens, and the model has places for ${places}: it is cut behind the first ${places}.`,
  )
  const kept = keptOf(tokens, places)
  return {
    field,
    ids: kept.map((i) => ids[i]!),
    types: kept.map((i) => types[i]!),
    tokens: kept.map((i) => tokens[i]!),
  }
}

/** The first tokens; special ones at the end stay at the end. */
function keptOf(tokens: readonly Token[], places: number): number[] {
  let ends = 0
  while (ends < tokens.length && ends < places - 1 && tokens[tokens.length - 1 - ends]!.special) ends++
  return Array.from({ length: places }, (_, i) => (i < places - ends ? i : tokens.length - places + i))
}

export function checkIds(
  { tokenizer, signature }: InputPlan,
  { value, below }: SignedInput,
  ids: readonly number[],
  tokens: readonly Token[],
): void {
  const most = below ?? signature.vocabulary
  const at = ids.findIndex((id) => most !== undefined && id >= most)
  if (at < 0) return
  throw fault(
    'bad-input',
    `${tokenizer.file} does not fit this model: “${tokens[at]?.text}” is token ${ids[at]}, but “${value.name}” takes 0 to ${most! - 1}. Give the tokenizer.json that belongs to the model.`,
  )
}
