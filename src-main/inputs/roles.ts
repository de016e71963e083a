/**
 * What each input of a model is for, by its name, type and rank. The names are those of exporters: transformers and Optimum, the ONNX
 * model zoo, TensorFlow's BERT, and what people write by hand.
 */
import type { DType, Value } from '#shared/ir/graph'

export type Role =
  | 'ids'
  | 'mask'
  | 'types'
  | 'positions'
  /** The same four of a decoder that lies in one file with its encoder. */
  | 'decoder ids'
  | 'decoder mask'
  /** What an encoder found, and which of it counts. */
  | 'states'
  | 'states mask'
  | 'past'
  | 'use cache'
  | 'cache positions'
  /** How many of the last positions the scores are wanted for. */
  | 'scores kept'
  | 'picture'
  | 'picture mask'
  | 'tensor'

const INTEGERS: readonly DType[] = ['int64', 'int32', 'uint8', 'int8', 'uint32', 'uint64', 'int16', 'uint16']
const FLOATS: readonly DType[] = ['float32', 'float16', 'float64', 'bfloat16']
const MASKS: readonly DType[] = [...INTEGERS, ...FLOATS, 'bool']

interface Rule {
  readonly role: Role
  readonly name: RegExp
  readonly types: readonly DType[]
  readonly ranks: readonly number[]
}

const SEQUENCE = [1, 2]

/** The first that fits stands. */
const RULES: readonly Rule[] = [
  { role: 'use cache', name: /use_cache/, types: ['bool'], ranks: [0, 1] },
  { role: 'past', name: /past|cache.*(key|value|_k|_v)/, types: FLOATS, ranks: [3, 4, 5] },
  { role: 'cache positions', name: /cache_positions?/, types: INTEGERS, ranks: [1] },
  { role: 'scores kept', name: /logits_to_keep/, types: INTEGERS, ranks: [0, 1] },
  { role: 'decoder mask', name: /decoder_.*mask/, types: MASKS, ranks: SEQUENCE },
  { role: 'decoder ids', name: /decoder_.*ids$/, types: INTEGERS, ranks: SEQUENCE },
  { role: 'states mask', name: /encoder_.*mask/, types: MASKS, ranks: SEQUENCE },
  { role: 'states', name: /encoder_(hidden|out|last|states)/, types: FLOATS, ranks: [3] },
  { role: 'types', name: /token_types?|segment_?ids?|type_?ids/, types: INTEGERS, ranks: SEQUENCE },
  { role: 'positions', name: /^positions?(_?ids?)?$/, types: INTEGERS, ranks: [1, 2, 3] },
  { role: 'picture mask', name: /pixel_.*mask/, types: MASKS, ranks: [3] },
  {
    role: 'mask',
    name: /(attention|attn|input|padding|pad|src)_?mask$|^mask$/,
    types: MASKS,
    ranks: SEQUENCE,
  },
  {
    role: 'ids',
    name: /^(input_?ids?|input_word_ids|tokens?|token_?ids|ids?|idx)$/,
    types: INTEGERS,
    ranks: SEQUENCE,
  },
]

/**
 * @param indexes whether the model looks rows of a table up by this input, as it does for words
 */
export function roleOf({ name, dtype, shape }: Value, indexes: boolean): Role {
  const plain = plainName(name)
  const rank = shape?.length
  const found = RULES.find(
    (rule) =>
      rule.name.test(plain) &&
      rule.types.includes(dtype) &&
      (rank === undefined || rule.ranks.includes(rank)),
  )
  if (found !== undefined) return found.role
  if (indexes && INTEGERS.includes(dtype) && (rank === 1 || rank === 2)) return 'ids'
  return channelsAxis({ dtype, shape }) === undefined ? 'tensor' : 'picture'
}

/** A picture has at least so many pixels along each side; what has fewer is something else. */
const LEAST_SIDE = 8

/** Which axis of a picture holds its colours: 1 or 3 of them, behind the batch or last. */
export function channelsAxis({ dtype, shape }: Pick<Value, 'dtype' | 'shape'>): 1 | 3 | undefined {
  if (shape?.length !== 4 || !(FLOATS.includes(dtype) || dtype === 'uint8')) return undefined
  const [, second, third, last] = shape
  const colours = (size: unknown) => size === 3 || size === 1
  const side = (size: unknown) => typeof size === 'string' || Number(size) >= LEAST_SIDE
  if (colours(second) && side(third) && side(last)) return 1
  if (colours(last) && side(second) && side(third)) return 3
  return namedChannels(second)
}

function namedChannels(dim: unknown): 1 | undefined {
  return typeof dim === 'string' && /channels?/.test(dim) ? 1 : undefined
}

/** `serving_default_input_ids:0` → `input_ids`. */
function plainName(name: string): string {
  return name
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^serving_default_/, '')
    .replace(/___\d+$/, '')
    .replace(/_0$/, '')
}
