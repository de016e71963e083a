/** Python text as data: expressions that know how tightly they bind, names that are free, literals. */
import type { Tensor } from '#shared/ir/graph'

/**
 * What a piece of Python stands for: a tensor; a Python number; or a list of sizes, each a whole number (`x.shape[1]`, `2 * n`), as
 * operators that take shapes want them.
 */
export type Expression =
  | { readonly form: 'tensor'; readonly text: string; readonly tight: boolean }
  | { readonly form: 'number'; readonly text: string; readonly tight: boolean }
  | { readonly form: 'sizes'; readonly parts: readonly string[] }

/** A name, a call, an index: what needs no parentheses anywhere. */
export function atom(text: string): Expression {
  return { form: 'tensor', text, tight: true }
}

/** Operators between operands: needs parentheses inside of another. */
export function loose(text: string): Expression {
  return { form: 'tensor', text, tight: false }
}

export function numberOf(text: string, tight = true): Expression {
  return { form: 'number', text, tight }
}

export function sizes(parts: readonly string[]): Expression {
  return { form: 'sizes', parts }
}

/** As an operand of an operator, or what a dot follows. */
export function operand(expression: Expression): string {
  if (expression.form === 'sizes') return tuple(expression.parts)
  return expression.tight ? expression.text : `(${expression.text})`
}

/** As an argument or the right side of an assignment. */
export function plain(expression: Expression): string {
  return expression.form === 'sizes' ? tuple(expression.parts) : expression.text
}

export function tuple(parts: readonly string[]): string {
  return parts.length === 1 ? `(${parts[0]},)` : `(${parts.join(', ')})`
}

/** The least float32. */
const LEAST = -(2 - 2 ** -23) * 2 ** 127

export function literal(value: number | bigint | boolean, real: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  const number = Number(value)
  if (Number.isNaN(number)) return 'math.nan'
  if (!Number.isFinite(number)) return number > 0 ? 'math.inf' : '-math.inf'
  // Its decimal digits would be more than a float32 can hold.
  if (real && number === LEAST) return 'torch.finfo(torch.float32).min'
  const text = String(real ? shortest(number) : value)
  return real && !/[.e]/.test(text) ? `${text}.0` : text
}

/** The fewest digits that are the same float32. */
function shortest(value: number): number {
  for (let digits = 1; digits < 17; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === Math.fround(value)) return short
  }
  return value
}

const DTYPES: Readonly<Partial<Record<Tensor['dtype'], string>>> = {
  float32: 'torch.float32',
  float64: 'torch.float64',
  int64: 'torch.int64',
  int32: 'torch.int32',
  bool: 'torch.bool',
}

export function dtypeText(dtype: Tensor['dtype']): string {
  return DTYPES[dtype] ?? 'torch.float32'
}

const TAKEN = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from global if import in is ' +
    'lambda nonlocal not or pass raise return try while with yield self torch math nn F int float len range min max print type ' +
    'forward train eval apply half double modules parameters buffers children to state_dict training'
  ).split(' '),
)

/** Names that are Python's and not used yet. */
export class Names {
  readonly #used = new Set(TAKEN)

  take(wanted: string): string {
    const clean = wanted.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '')
    const base = /^[A-Za-z]/.test(clean) ? clean : `value_${clean}`
    let name = base
    for (let i = 2; this.#used.has(name); i++) name = `${base}_${i}`
    this.#used.add(name)
    return name
  }
}

/** `Translation with attention` → `TranslationWithAttention`. */
export function className(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? []
  const name = words.map((word) => `${word[0]!.toUpperCase()}${word.slice(1)}`).join('')
  return /^[A-Z]/.test(name) ? name : `Network${name}`
}

export function quoted(text: string): string {
  return JSON.stringify(text)
}
