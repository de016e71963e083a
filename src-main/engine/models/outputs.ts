/** What a model gives, as a person reads it. */
import type { RunOutput } from '#shared/contract/contract'
import type { Tensor } from '#shared/ir/graph'
import { numbersOf } from '../../inputs/numbers'
import type { InputPlan } from '../../inputs/plan'

/** Numbers of an output that are written out. */
const SHOWN = 12
const CHOICES = 3
/** Numbers of an output that are sent at the most. */
const SENT = 1_000_000

export function outputOf(plan: InputPlan, name: string, tensor: Tensor | undefined): RunOutput[] {
  if (!tensor || tensor.dtype === 'string') return []
  if (isCache(name)) return []
  const numbers = numbersOf(tensor)
  const values = numbers.length > SENT ? numbers.slice(0, SENT) : numbers
  const labels = labelsFor(plan, tensor.dims)
  const text = labels === undefined ? written(values) : chosen(values, labels)
  return [
    {
      name,
      node: name,
      text: wordsOf(plan, name, tensor.dims, numbers) ?? text,
      dims: tensor.dims,
      values,
      labels,
    },
  ]
}

/** What a decoder keeps for its next step is for no person. */
function isCache(name: string): boolean {
  return /^present|past_key_values/.test(name)
}

function labelsFor({ manners }: InputPlan, dims: readonly number[]): readonly string[] | undefined {
  return manners.labels !== undefined && manners.labels.length === dims.at(-1) ? manners.labels : undefined
}

function written(values: Float32Array): string {
  const text = Array.from(values.subarray(0, SHOWN), (value) => Number(value.toPrecision(4))).join(' ')
  return values.length > SHOWN ? `${text} …` : text
}

/** The likeliest classes of the first example. */
function chosen(values: Float32Array, labels: readonly string[]): string {
  const scores = softmax(values.subarray(0, labels.length))
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!)
  return order
    .slice(0, CHOICES)
    .map((i) => `${labels[i]} (${Math.round(100 * scores[i]!)} %)`)
    .join(', ')
}

/** The likeliest word at each place of the first example. */
function wordsOf(
  plan: InputPlan,
  name: string,
  dims: readonly number[],
  values: Float32Array,
): string | undefined {
  const [, places = 0, size = 0] = dims
  if (name !== plan.signature.scores || dims.length !== 3 || plan.tokenizer.sample) return undefined
  const ids = Array.from({ length: places }, (_, place) => largest(values, place * size, size))
  return plan.tokenizer
    .tokens(ids)
    .map(({ text }) => text)
    .join(' ')
}

/** The first of the largest. */
export function largest(values: ArrayLike<number>, from: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (values[from + i]! > values[from + best]!) best = i
  return best
}

function softmax(values: Float32Array): number[] {
  const most = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const raised = Array.from(values, (value) => Math.exp(value - most))
  const sum = raised.reduce((a, b) => a + b, 0)
  return raised.map((value) => value / sum)
}
