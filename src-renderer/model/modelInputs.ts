/** What a form gives to a model: what was typed, and the form's own values for the rest. */
import type { OpenedModel } from '#shared/contract/contract'
import type { ModelField, ModelForm, ModelInputs } from '#shared/contract/model'
import type { Tensor } from '#shared/ir/graph'

/** Words that a generating model adds where nobody said how many. */
export const GENERATED = 8

export function inputsOf(form: ModelForm, typed: ModelInputs): ModelInputs {
  const texts = form.fields.flatMap((field) =>
    field.type === 'text' ? [[field.id, typed.texts?.[field.id] ?? field.example] as const] : [],
  )
  return {
    ...(texts.length > 0 && { texts: Object.fromEntries(texts) }),
    ...(typed.pictures !== undefined && { pictures: typed.pictures }),
    ...(typed.tensors !== undefined && { tensors: typed.tensors }),
    ...(typed.rules !== undefined && { rules: typed.rules }),
    ...(typed.dims !== undefined && { dims: typed.dims }),
    ...(form.generates && { generate: typed.generate ?? GENERATED }),
  }
}

/** Whether two sets of inputs are the same: what one run showed is then true of the other. */
export function sameInputs(a: ModelInputs | undefined, b: ModelInputs | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  const { pictures: picturesA, tensors: tensorsA, ...plainA } = a
  const { pictures: picturesB, tensors: tensorsB, ...plainB } = b
  return (
    JSON.stringify(plainA) === JSON.stringify(plainB) &&
    sameEntries(picturesA, picturesB) &&
    sameEntries(tensorsA, tensorsB)
  )
}

function sameEntries(
  a: Readonly<Record<string, unknown>> | undefined,
  b: Readonly<Record<string, unknown>> | undefined,
): boolean {
  const names = Object.keys(a ?? {})
  return names.length === Object.keys(b ?? {}).length && names.every((name) => a?.[name] === b?.[name])
}

/** Arrays of a file by the model inputs that they are for: by name, or a single one for a single field of numbers. */
export function matchTensors(
  model: Pick<OpenedModel, 'inputs'>,
  fields: readonly ModelField[],
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, Tensor> {
  const named = Object.fromEntries(
    model.inputs.flatMap(({ name }) => (tensors[name] === undefined ? [] : [[name, tensors[name]] as const])),
  )
  if (Object.keys(named).length > 0) return named
  const own = fields.flatMap((field) => (field.type === 'tensor' ? field.inputs : []))
  const names = own.length > 0 ? own : model.inputs.map(({ name }) => name)
  const given = Object.values(tensors)
  return names.length === 1 && given.length === 1 ? { [names[0]!]: given[0]! } : {}
}
