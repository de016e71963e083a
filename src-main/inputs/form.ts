/** A model's inputs as a form. */
import type { ModelField, ModelForm } from '#shared/contract/model'
import { EXAMPLE } from './fill/fill'
import { isText, usualRule } from './fill/rules'
import { samplePicture } from './pictures/sample'
import type { InputPlan } from './plan'
import type { Role } from './roles'
import { openSizes } from './sizes'

const OWN: Readonly<Partial<Record<Role, string>>> = {
  mask: 'ones: everything counts',
  types: 'zeros: one text',
  positions: 'counted from 0',
  'decoder mask': 'ones: everything counts',
  'states mask': 'ones: everything counts',
  past: 'empty: nothing was said before',
  'use cache': 'no: nothing was said before',
  'cache positions': 'counted from 0',
  'scores kept': 'all',
  'picture mask': 'ones: the whole picture counts',
}

/** The part of a form that a model has by itself; `pair` says that states come from another model. */
export function formOf(plan: InputPlan, pair: boolean): Omit<ModelForm, 'pair'> {
  const fields = plan.signature.inputs.flatMap((input) => fieldOf(plan, input, pair) ?? [])
  return {
    fields: ordered(fields),
    dims: openSizes(plan, pair),
    generates: plan.generates,
    notes: plan.notes,
  }
}

function fieldOf(
  plan: InputPlan,
  { value, role, below }: InputPlan['signature']['inputs'][number],
  pair: boolean,
): ModelField | undefined {
  const { name, dtype, shape } = value
  const [main] = plan.texts
  if (isText(role)) {
    const said = role === 'decoder ids' || (plan.signature.half === 'decoder' && value === main?.value)
    return {
      type: 'text',
      id: name,
      title: said ? 'Said so far' : value === main?.value ? 'Text' : name,
      inputs:
        value === main?.value
          ? plan.signature.inputs.filter((each) => isFilledFromText(each.role)).map((each) => each.value.name)
          : [name],
      tokenizer: plan.tokenizer.file,
      sample: plan.tokenizer.sample,
      example: said ? '' : value === main?.value ? (plan.example ?? EXAMPLE) : EXAMPLE,
      ...(plan.longest !== undefined && { longest: plan.longest }),
    }
  }
  if (isFilledFromText(role) && main !== undefined) return undefined
  const picture = plan.pictures.get(name)
  if (picture !== undefined)
    return {
      type: 'picture',
      id: name,
      title: plan.pictures.size === 1 ? 'Picture' : name,
      inputs: [name],
      width: picture.width,
      height: picture.height,
      channels: picture.channels,
      mean: picture.mean,
      deviation: picture.deviation,
      from: picture.from,
      layout: picture.layout,
      example: samplePicture(),
    }
  const how = role === 'states' && pair ? 'from the encoder' : OWN[role]
  if (how !== undefined) return { type: 'own', id: name, title: name, inputs: [name], how }
  return {
    type: 'tensor',
    id: name,
    title: name,
    inputs: [name],
    dtype,
    shape,
    rule: usualRule(value, below),
  }
}

/** With a text, these need no field of their own. */
function isFilledFromText(role: Role): boolean {
  return role === 'ids' || role === 'mask' || role === 'types' || role === 'positions'
}

/** Texts and pictures first, what fills itself last; caches as one. */
function ordered(fields: readonly ModelField[]): ModelField[] {
  const rank = { text: 0, picture: 1, tensor: 2, own: 3 }
  const sorted = fields.toSorted((a, b) => rank[a.type] - rank[b.type])
  const caches = sorted.filter((field) => field.type === 'own' && field.how === OWN.past)
  const [first] = caches
  if (first === undefined || caches.length < 2) return sorted
  return [
    ...sorted.filter((field) => !caches.includes(field)),
    {
      ...first,
      title: `Cache (${caches.length} tensors)`,
      inputs: caches.flatMap(({ inputs }) => inputs),
    } as ModelField,
  ]
}
