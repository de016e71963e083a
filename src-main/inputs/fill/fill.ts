/** What a person gave, or nothing → one tensor for each input of a model. */
import type { ModelInputs, Picture } from '#shared/contract/model'
import type { DType, Tensor, Value } from '#shared/ir/graph'
import { preparePicture } from '../pictures/prepare'
import { samplePicture } from '../pictures/sample'
import type { InputPlan } from '../plan'
import type { Role } from '../roles'
import type { SignedInput } from '../signature'
import { openSizes, sizeName, usualSize } from '../sizes'
import { dataOf, fillTensor, isText, usualRule } from './rules'
import { type FilledText, fillText } from './texts'

export interface Filled {
  readonly feeds: Readonly<Record<string, Tensor>>
  readonly texts: readonly FilledText[]
  readonly pictures: readonly { readonly field: string; readonly seen: Picture }[]
  /** What was done, in sentences. */
  readonly notes: readonly string[]
}

/** Text that a text field begins with. */
export const EXAMPLE = 'The cat sat on the mat because it was tired.'

/** @throws FaultError `bad-input`, `too-large` or `unsupported` */
export function fillInputs(plan: InputPlan, inputs: ModelInputs): Filled {
  const sizes = new Map(openSizes(plan, false).map(({ name, size }) => [name, size] as const))
  for (const [name, size] of Object.entries(inputs.dims ?? {})) sizes.set(name, size)
  const feeds: Record<string, Tensor> = {}
  const notes: string[] = []
  const texts: FilledText[] = []
  const pictures: { field: string; seen: Picture }[] = []
  const give = ({ value }: SignedInput, tensor: Tensor) => {
    feeds[value.name] = tensor
    value.shape?.forEach((dim, axis) => {
      const size = tensor.dims[axis]
      if (typeof dim === 'string' && size !== undefined) sizes.set(sizeName(value, dim, axis), size)
    })
  }
  for (const [name, tensor] of Object.entries(inputs.tensors ?? {})) feeds[name] = tensor
  const open = plan.signature.inputs.filter((input) => {
    const given = inputs.tensors?.[input.value.name]
    if (given !== undefined) give(input, given)
    return given === undefined
  })
  for (const input of plan.signature.inputs)
    if (isText(input.role)) {
      const given = feeds[input.value.name]
      if (given !== undefined) texts.push(textOf(plan, input, given))
      else {
        const text = fillText(plan, input, inputs, plan.example ?? EXAMPLE, notes)
        texts.push(text)
        give(input, rowsOf(input.value, text.ids, plan.manners.pad ?? 0))
      }
    }
  for (const input of open) {
    const rule = plan.pictures.get(input.value.name)
    if (rule === undefined) continue
    const { tensor, seen } = preparePicture(inputs.pictures?.[input.value.name] ?? samplePicture(), rule)
    pictures.push({ field: input.value.name, seen })
    give(input, tensor)
  }
  const main = texts.find(({ field }) => field === plan.texts[0]?.value.name)
  // A cache last: its batch is that of the others.
  for (const input of open.toSorted((a, b) => Number(a.role === 'past') - Number(b.role === 'past'))) {
    if (feeds[input.value.name] !== undefined) continue
    const dims = dimsOf(input, sizes, main?.ids.length)
    give(input, ownTensor(input, dims, main) ?? filledBy(input, dims, inputs, feeds, notes))
  }
  return { feeds, texts, pictures, notes }
}

/** Tokens of numbers that were given as a tensor; of the first example only. */
function textOf(plan: InputPlan, { value }: SignedInput, tensor: Tensor): FilledText {
  const length = tensor.dims.at(-1) ?? 0
  const all = Array.from(tensor.data as ArrayLike<number | bigint>, Number)
  const ids = all.slice(0, length)
  return { field: value.name, ids, types: ids.map(() => 0), tokens: plan.tokenizer.tokens(ids) }
}

/** [length] or [batch, length], as long as the file wants it. */
function rowsOf({ dtype, shape }: Value, ids: readonly number[], pad: number): Tensor {
  const last = shape?.at(-1)
  const length = typeof last === 'number' ? last : ids.length
  const batch = shape?.length === 1 ? undefined : typeof shape?.[0] === 'number' ? shape[0] : 1
  const dims = batch === undefined ? [length] : [batch, length]
  return { dtype, dims, data: dataOf(dtype, (batch ?? 1) * length, (i) => ids[i % length] ?? pad) }
}

function dimsOf(
  { value, role }: SignedInput,
  sizes: ReadonlyMap<string, number>,
  length: number | undefined,
): number[] {
  const along = SEQUENCE_ROLES.has(role) ? length : undefined
  return (value.shape ?? [1]).map((dim, axis, { length: rank }) => {
    if (typeof dim === 'number') return dim
    const name = sizeName(value, dim, axis)
    if (role === 'past') return sizes.get(name) ?? (axis === 0 || /batch/i.test(name) ? 1 : 0)
    return (
      sizes.get(name) ??
      (axis === rank - 1 ? along : undefined) ??
      (axis === 0 ? undefined : along) ??
      usualSize(name, axis)
    )
  })
}

const SEQUENCE_ROLES: ReadonlySet<Role> = new Set(['mask', 'types', 'positions', 'cache positions'])

/** What fills itself. */
function ownTensor(
  { value, role }: SignedInput,
  dims: readonly number[],
  main: FilledText | undefined,
): Tensor | undefined {
  const { dtype } = value
  const length = dims.at(-1) ?? 1
  const make = (at: (i: number) => number): Tensor => ({
    dtype,
    dims,
    data: dataOf(
      dtype as DType,
      dims.reduce((a, b) => a * b, 1),
      at,
    ),
  })
  switch (role) {
    case 'mask':
      return make((i) => (main === undefined || i % length < main.ids.length ? 1 : 0))
    case 'decoder mask':
    case 'states mask':
    case 'picture mask':
      return make(() => 1)
    case 'types':
      return make((i) => main?.types[i % length] ?? 0)
    case 'positions':
    case 'cache positions':
      return make((i) => i % length)
    case 'past':
    case 'use cache':
    case 'scores kept':
      return make(() => 0)
    default:
      return undefined
  }
}

function filledBy(
  { value, below }: SignedInput,
  dims: readonly number[],
  inputs: ModelInputs,
  feeds: Readonly<Record<string, Tensor>>,
  notes: string[],
): Tensor {
  const { name, dtype } = value
  // Heed's own exports: `<field>.length` says how many words of the field count.
  const counted = /^(.+)\.length$/.exec(name)?.[1]
  const size = counted === undefined ? undefined : feeds[counted]?.dims[1]
  if (size !== undefined && inputs.rules?.[name] === undefined)
    return {
      dtype,
      dims,
      data: dataOf(
        dtype,
        dims.reduce((a, b) => a * b, 1),
        () => size,
      ),
    }
  const rule = inputs.rules?.[name] ?? usualRule(value, below)
  notes.push(`“${name}” [${dims.join(', ')}] is filled by rule: ${rule}.`)
  return fillTensor(value, dims, rule, below)
}
