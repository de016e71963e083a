/** All that is known of a model's inputs: what the form is made of, and what fills it. */
import type { Model } from '#main/onnx/decode'
import { type Fault, toFault } from '#shared/base/fault'
import type { Beside } from '#shared/contract/model'
import { type Manners, mannersOf } from './manners'
import { type PictureRule, pictureRule } from './pictures/rule'
import { type Signature, type SignedInput, signatureOf } from './signature'
import { huggingfaceTokenizer } from './text/huggingface'
import { sampleTokenizer } from './text/sample'
import type { TextTokenizer } from './text/tokenizer'
import { ownWords } from './text/vocabulary'

export interface InputPlan {
  readonly signature: Signature
  readonly tokenizer: TextTokenizer
  readonly manners: Manners
  readonly pictures: ReadonlyMap<string, PictureRule>
  /** Model inputs that are texts of their own, the main one first. */
  readonly texts: readonly SignedInput[]
  /** Tokens that fit: what the tables and the configuration say. */
  readonly longest: number | undefined
  /** It says word after word. */
  readonly generates: boolean
  /** Text that the main field begins with, where the file holds one. */
  readonly example?: string | undefined
  readonly notes: readonly string[]
}

/** Numbers of the sample tokenizer where the model's vocabulary is not known. */
const UNKNOWN_VOCABULARY = 100

/** @param causal whether one of its sites lets a word see only those before it */
export function planInputs(model: Model, files: ReadonlyMap<Beside, Uint8Array>, causal: boolean): InputPlan {
  const signature = signatureOf(model)
  const notes: string[] = []
  const told = <T>(work: () => T, otherwise: () => T): T => {
    try {
      return work()
    } catch (error) {
      const fault: Fault = toFault(error)
      if (fault.code === 'bug') throw error
      notes.push(fault.cause === undefined ? fault.message : `${fault.message} (${fault.cause})`)
      return otherwise()
    }
  }
  const order = (name: string) => (/^input_?ids$/i.test(name) ? 0 : 1)
  const ids = signature.inputs.filter(({ role }) => role === 'ids')
  const decoder = signature.inputs.filter(({ role }) => role === 'decoder ids')
  const texts = [...ids.toSorted((a, b) => order(a.value.name) - order(b.value.name)), ...decoder]
  const own = ownWords(model.metadata, texts[0]?.value.name)
  const otherwise = () => own?.tokenizer ?? sampleTokenizer(signature.vocabulary ?? UNKNOWN_VOCABULARY)
  const json = files.get('tokenizer.json')
  const tokenizer =
    json === undefined
      ? otherwise()
      : told(() => huggingfaceTokenizer(json, files.get('tokenizer_config.json')), otherwise)
  const manners = told(
    () => mannersOf(files, tokenizer),
    () => mannersOf(new Map(), tokenizer),
  )
  const pictures = new Map<string, PictureRule>()
  for (const { value, role } of signature.inputs)
    if (role === 'picture') {
      const file = files.get('preprocessor_config.json')
      pictures.set(
        value.name,
        told(
          () => pictureRule(value, file),
          () => pictureRule(value, undefined),
        ),
      )
    }
  if (goesOn(signature))
    notes.push(
      'This decoder only goes on from a cache that its sibling without a past has begun: with an empty one what it says means nothing. Open the encoder, with decoder_model.onnx or decoder_model_merged.onnx beside it.',
    )
  const cached = signature.inputs.some(({ role }) => role === 'past')
  return {
    signature,
    tokenizer,
    manners,
    pictures,
    texts,
    ...(own?.example !== undefined && { example: own.example }),
    longest: least(signature.longest, manners.longest),
    generates:
      signature.scores !== undefined &&
      (decoder.length > 0 || (ids.length > 0 && (causal || cached || signature.half === 'decoder'))),
    notes,
  }
}

/** A cache of what an encoder found, which nothing but another decoder can begin. */
function goesOn({ inputs }: Signature): boolean {
  return (
    inputs.some(({ role, value }) => role === 'past' && /encoder/.test(value.name)) &&
    !inputs.some(({ role }) => role === 'use cache')
  )
}

function least(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b)
}
