/** Series in NumPy arrays: one long series, cut into windows; or many, each with what is to be told of it. */
import { fault } from '#shared/base/fault'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { decodeTensors } from '../../files/npz'
import type { Example, Field } from '../task'
import { type Data, expectExamples, type Refused } from './data'

export interface SeriesOptions {
  /** Windows of a long series: steps that are seen, steps that are to be told. */
  readonly length?: number | undefined
  readonly ahead?: number | undefined
  /** Names of the arrays, where a file holds more than the usual two. */
  readonly input?: string | undefined
  readonly target?: string | undefined
}

const LENGTH = 60
const AHEAD = 10
/** The most examples that are cut out of a series: further ones would hardly differ. */
const MOST_WINDOWS = 20_000

/** Usual names of what is seen and what is told. */
const INPUTS = ['x', 'X', 'input', 'inputs', 'series', 'data']
const TARGETS = ['y', 'Y', 'target', 'targets', 'label', 'labels']

interface Numbers {
  readonly dims: readonly number[]
  readonly data: ArrayLike<number | bigint>
}

/**
 * One array `[steps]` or `[steps, channels]`: windows of `length` steps, of which the next `ahead` are to be told (of several channels, the
 * first). Two arrays, `[examples, steps]` or `[examples, steps, channels]` with `[examples]` of whole numbers (classes) or `[examples, count]`
 * (numbers): one example for each. Fields `series` and `next`, `class` or `number`; vocabulary `classes`.
 * @throws FaultError `bad-file`, `too-large`, `unsupported` or `bad-input`
 */
export function readSeries(bytes: Uint8Array, name: string, options: SeriesOptions = {}): Data {
  const arrays = decodeTensors(bytes, name)
  const names = Object.keys(arrays)
  const input =
    options.input ??
    names.find((each) => INPUTS.includes(each)) ??
    (names.length === 1 ? names[0] : undefined)
  const target = options.target ?? names.find((each) => TARGETS.includes(each) && each !== input)
  if (input === undefined)
    throw fault(
      'bad-input',
      `${name}: expected an array “x” (and “y” for what is to be told), found ${names.join(', ')}.`,
    )
  const seen = numbersOf(arrays, input, name)
  const unused = names.filter((each) => each !== input && each !== target).map((each) => `“${each}”`)
  const notes = unused.length > 0 ? [`Arrays that are not read: ${unused.join(', ')}.`] : []
  if (target === undefined) return { ...windows(seen, input, name, options), notes }
  return { ...pairs(seen, input, numbersOf(arrays, target, name), target, name), notes }
}

function numbersOf(arrays: Readonly<Record<string, Tensor>>, array: string, name: string): Numbers {
  const tensor = arrays[array]
  if (!tensor)
    throw fault(
      'bad-input',
      `${name}: expected an array “${array}”, found ${Object.keys(arrays).join(', ')}.`,
    )
  if (tensor.dtype === 'string' || tensor.dtype === 'float16')
    throw fault(
      'unsupported',
      `${name}: expected numbers in “${array}”, found ${tensor.dtype === 'string' ? 'text' : 'float16; save it as float32'}.`,
    )
  return { dims: tensor.dims, data: tensor.data as ArrayLike<number | bigint> }
}

/** Text of a run of numbers, as float32 holds them; undefined where one is none. */
function textOf({ data }: Numbers, from: number, count: number, every = 1): string | undefined {
  const words: string[] = []
  for (let i = 0; i < count; i++) {
    const number = Number(data[from + i * every])
    if (!Number.isFinite(Math.fround(number))) return undefined
    words.push(String(number))
  }
  return words.join(' ')
}

const NOT_A_NUMBER = 'expected numbers, found one that is none (NaN, infinite or too large).'

function windows(
  seen: Numbers,
  array: string,
  name: string,
  { length = LENGTH, ahead = AHEAD }: SeriesOptions,
): Data {
  const [steps = 0, channels = 1] = seen.dims
  if (seen.dims.length < 1 || seen.dims.length > 2)
    throw fault(
      'bad-file',
      `${name}: expected [steps] or [steps, channels] in “${array}”, found [${seen.dims.join(', ')}]. To tell something of many series, add an array “y”.`,
    )
  const count = steps - length - ahead + 1
  if (count < 1)
    throw fault(
      'bad-file',
      `${name}: expected at least ${length + ahead} steps (${length} seen, ${ahead} to be told), found ${steps}.`,
    )
  const stride = Math.ceil(count / MOST_WINDOWS)
  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  for (let start = 0; start < count; start += stride) {
    const series = textOf(seen, start * channels, length * channels)
    const next = textOf(seen, (start + length) * channels, ahead, channels)
    if (series !== undefined && next !== undefined) {
      examples.push({ fields: { series, next } })
      lines.push(start + 1)
    } else refused.push({ line: start + 1, reason: NOT_A_NUMBER })
  }
  const fields: Data['fields'] = {
    series: { role: 'input', sort: 'series', label: 'Series', length, channels },
    next: { role: 'target', sort: 'number', label: 'Next values', count: ahead },
  }
  return expectExamples({ examples, lines, refused, fields, vocabularies: {} }, name, 'windows of numbers')
}

function pairs(seen: Numbers, array: string, told: Numbers, target: string, name: string): Data {
  const [count = 0, length = 0, channels = 1] = seen.dims
  if (seen.dims.length < 2 || seen.dims.length > 3)
    throw fault(
      'bad-file',
      `${name}: expected [examples, steps] or [examples, steps, channels] in “${array}”, found [${seen.dims.join(', ')}].`,
    )
  if (told.dims.length < 1 || told.dims.length > 2 || told.dims[0] !== count)
    throw fault(
      'bad-file',
      `${name}: expected [${count}] or [${count}, numbers] in “${target}”, found [${told.dims.join(', ')}].`,
    )
  const each = sizeOf(told.dims.slice(1))
  const whole = Array.from({ length: told.data.length }, (_, i) => Number(told.data[i])).every(
    Number.isInteger,
  )
  const classes = told.dims.length === 1 && whole
  const answer = classes ? 'class' : 'number'
  const examples: Example[] = []
  const lines: number[] = []
  const refused: Refused[] = []
  for (let i = 0; i < count; i++) {
    const series = textOf(seen, i * length * channels, length * channels)
    const text = textOf(told, i * each, each)
    if (series !== undefined && text !== undefined) {
      examples.push({ fields: { series, [answer]: text } })
      lines.push(i + 1)
    } else refused.push({ line: i + 1, reason: NOT_A_NUMBER })
  }
  const field: Field = classes
    ? { role: 'target', sort: 'class', label: target, vocabulary: 'classes' }
    : { role: 'target', sort: 'number', label: target, count: each }
  const found = [...new Set(examples.map(({ fields }) => fields.class ?? ''))]
  const data: Data = {
    examples,
    lines,
    refused,
    fields: { series: { role: 'input', sort: 'series', label: 'Series', length, channels }, [answer]: field },
    vocabularies: classes ? { classes: found.sort((a, b) => Number(a) - Number(b)) } : {},
  }
  return expectExamples(data, name, 'series of numbers')
}
