/** What the command line gives to a model: tensors, a text, a picture; the rest fills itself, and it is said how. */
import { basename, dirname, join, resolve } from 'node:path'
import { decodeTensors } from '#main/files/npz'
import { decodePicture } from '#main/inputs/pictures/decode'
import { fault } from '#shared/base/fault'
import type { OpenedModel } from '#shared/contract/contract'
import type { ModelField, ModelForm, ModelInputs } from '#shared/contract/model'
import { readUserFile } from '../disk'
import type { Studio } from '../studio'
import type { ModelGiven } from './commandOptions'

type Given = Pick<ModelGiven, 'feeds' | 'tokenizer' | 'text' | 'image'>

export interface CommandInputs {
  readonly inputs: ModelInputs
  /** What was taken that nobody gave, in sentences. */
  readonly notes: readonly string[]
}

/** @throws FaultError `bad-input` where something was given that the model does not take, or an `.npz` lacks what it needs */
export async function modelInputs(studio: Studio, opened: OpenedModel, given: Given): Promise<CommandInputs> {
  const { model } = opened
  if (given.tokenizer !== undefined) await giveTokenizer(studio, model, resolve(given.tokenizer))
  const form = await studio.modelForm({ model })
  const tensors = given.feeds === undefined ? {} : await readFeeds(opened, given.feeds)
  const [text] = form.fields.filter((field) => field.type === 'text')
  const [picture] = form.fields.filter((field) => field.type === 'picture')
  if (given.text !== undefined && text === undefined) throw takesNo('text', opened)
  if (given.image !== undefined && picture === undefined) throw takesNo('picture', opened)
  const missing = form.fields.filter(
    (field) =>
      field.type !== 'own' &&
      !(field.id in tensors) &&
      !(field === text && given.text !== undefined) &&
      !(field === picture && given.image !== undefined),
  )
  if (given.feeds !== undefined) refuseMissing(opened, given.feeds, missing, tensors)
  return {
    inputs: {
      tensors,
      ...(given.text !== undefined && text !== undefined && { texts: { [text.id]: given.text } }),
      ...(given.image !== undefined &&
        picture !== undefined && {
          pictures: { [picture.id]: decodePicture(await readUserFile(resolve(given.image))) },
        }),
    },
    notes: [...form.notes, ...missing.flatMap(exampleNote), ...sampleNote(form, given)],
  }
}

async function giveTokenizer(studio: Studio, model: string, path: string): Promise<void> {
  const bytes = await readUserFile(path)
  const config = await readUserFile(join(dirname(path), 'tokenizer_config.json')).catch(() => undefined)
  if (config !== undefined) await studio.giveFile({ model, name: 'tokenizer_config.json', bytes: config })
  const { notes, fields } = await studio.giveFile({ model, name: 'tokenizer.json', bytes })
  const [refused] = notes
  if (fields.some((field) => field.type === 'text' && field.sample))
    throw fault('bad-file', `${basename(path)} could not be taken: ${refused ?? 'it is no tokenizer.'}`)
}

async function readFeeds(
  { inputs }: OpenedModel,
  feeds: string,
): Promise<NonNullable<ModelInputs['tensors']>> {
  const tensors = decodeTensors(await readUserFile(resolve(feeds)), basename(feeds))
  const [only, ...more] = inputs
  const [single, ...others] = Object.values(tensors)
  // The one array of an .npy file can only be meant for the one input.
  if (/\.npy$/i.test(feeds) && only && more.length === 0 && single && others.length === 0)
    return { [only.name]: single }
  const unknown = Object.keys(tensors).find((name) => !inputs.some((input) => input.name === name))
  if (unknown === undefined) return tensors
  const names = inputs.map(({ name }) => name).join(', ')
  throw fault(
    'bad-input',
    `${basename(feeds)} holds “${unknown}”, which is no input of the model; its inputs are ${names || 'none'}.`,
  )
}

/** Masks, positions and caches follow from what is given; what a person must give does not. */
function refuseMissing(
  { inputs }: OpenedModel,
  feeds: string,
  missing: readonly ModelField[],
  tensors: Readonly<Record<string, unknown>>,
): void {
  const [first] = missing.filter(({ id }) => inputs.some(({ name }) => name === id))
  if (first === undefined) return
  const input = inputs.find(({ name }) => name === first.id)
  const shape = input?.shape === undefined ? '' : ` [${input.shape.join(', ')}]`
  const found = Object.keys(tensors).join(', ')
  throw fault(
    'bad-input',
    `${basename(feeds)} lacks “${first.id}” (${input?.dtype}${shape}), which the model needs; it holds ${found}.`,
  )
}

function exampleNote(field: ModelField): string[] {
  if (field.type === 'text' && field.example !== '')
    return [`“${field.id}” is filled with the text “${field.example}”`]
  return field.type === 'picture' ? [`“${field.id}” is filled with Heed's sample picture.`] : []
}

function sampleNote({ fields }: ModelForm, { feeds }: Given): string[] {
  const sample = fields.some((field) => field.type === 'text' && field.sample)
  return sample && feeds === undefined
    ? [
        "No tokenizer.json was given or lies beside the model: words are numbered by Heed's sample, so what the model says means nothing.",
      ]
    : []
}

function takesNo(what: string, { inputs }: OpenedModel) {
  const names = inputs.map(({ name, dtype, shape }) => `${name} (${dtype} [${shape?.join(', ') ?? ''}])`)
  return fault('bad-input', `The model takes no ${what}; its inputs are ${names.join(', ') || 'none'}.`)
}
