/** What a page may ask, as schemas: a host believes nothing that it has not looked at. */
import { z } from 'zod'
import { fault } from '#shared/base/fault'
import type { Ask, RequestName } from '#shared/contract/contract'
import { BESIDE, JOINED } from '#shared/contract/model'
import { parseDocument } from '#shared/document/migrate'
import { openingSchemas } from './openingAsks'

const name = z.string().max(1000)
const key = z.string().max(100)
const nothing = z.object({})
const text = z.string().max(4_000_000)
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const document = z.unknown().superRefine((value, context) => {
  const parsed = parseDocument(value)
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.error.message })
})
const tensor = z.object({
  dtype: name,
  dims: z.array(z.number().int().min(0)).max(16),
  data: z.custom<object>(
    (value) =>
      ArrayBuffer.isView(value) || (Array.isArray(value) && value.every((item) => typeof item === 'string')),
    'expected numbers or strings',
  ),
})

const settings = z.object({
  steps: z.number().int().min(1).max(10_000_000),
  batch: z.number().int().min(1).max(4096),
  rate: z.number().positive().max(100),
  schedule: z.enum(['constant', 'step', 'cosine', 'warm-up']),
  optimiser: z.enum(['sgd', 'momentum', 'adam', 'adamw']),
  clip: z.number().min(0),
  weightDecay: z.number().min(0).max(1),
  seed: z.number().int().min(0),
  patience: z.number().int().min(0),
  every: z.number().int().min(1),
  halve: z.number().int().min(0),
  gradient: z.enum(['mean', 'sum']),
  keep: z.enum(['best', 'last']),
  start: z.enum(['softmax', 'linear']),
  empties: z.number().min(0).max(1),
  restarts: z.number().int().min(1).max(1000),
  deviation: z.number().min(0).max(100),
})

const data = z.object({
  name,
  files: z.array(z.object({ path: z.string().max(4096), bytes })).max(50_000),
})

const picture = z
  .object({
    width: z.number().int().min(1).max(20_000),
    height: z.number().int().min(1).max(20_000),
    rgba: bytes,
  })
  .refine(
    ({ width, height, rgba }) => rgba.length === width * height * 4,
    'expected four bytes for each pixel',
  )
const modelInputs = z.object({
  texts: z.record(name, text).optional(),
  pictures: z.record(name, picture).optional(),
  tensors: z.record(name, tensor).optional(),
  rules: z.record(name, z.enum(['zeros', 'ones', 'range', 'random'])).optional(),
  dims: z.record(name, z.number().int().min(0).max(1_000_000)).optional(),
  generate: z.number().int().min(0).max(1000).optional(),
})
const index = z.number().int().min(0)

const schemas = {
  'templates.list': nothing,
  'document.template': z.object({ id: key }),
  'document.decode': z.object({ bytes, name }),
  'document.encode': z.object({ document, weights: key }),
  'document.open': nothing,
  'document.save': z.object({
    document,
    weights: key,
    path: z.string().max(32_000).optional(),
    name,
  }),
  'document.hold': z.object({ key, path: z.string().max(32_000).optional() }),
  'recovery.keep': z.object({
    key,
    document,
    weights: key,
    path: z.string().max(32_000).optional(),
    name,
  }),
  'recovery.drop': z.object({ key }),
  'recovery.list': nothing,
  'recovery.take': z.object({ key }),
  'document.measure': z.object({ document }),
  'document.check': z.object({ document }),
  'weights.carry': z.object({
    weights: key,
    closed: document,
    opened: document,
    node: key,
    ids: z.record(name, key),
    way: z.enum(['open', 'close']),
  }),
  'document.export': z.object({ document, weights: key, to: z.enum(['onnx', 'pytorch']) }),
  'document.adopt': z.object({ document, data: data.optional() }),
  'tasks.list': nothing,
  'train.defaults': z.object({ document }),
  'train.start': z.object({ training: key, document, weights: key, settings, data: data.optional() }),
  'train.pause': z.object({ training: key, paused: z.boolean() }),
  'train.stop': z.object({ training: key }),
  'document.evaluate': z.object({
    document,
    weights: key,
    examples: z.number().int().min(1).max(100_000),
    data: data.optional(),
  }),
  'run.start': z.object({
    run: key,
    document,
    weights: key,
    inputs: z.record(z.string(), text),
    forceWords: text.optional(),
    states: z.boolean().optional(),
  }),
  'run.attribution': z.object({
    document,
    weights: key,
    inputs: z.record(z.string(), text),
    forceWords: text.optional(),
    decision: name.optional(),
    row: z.number().int().min(0).optional(),
    choice: z.number().int().min(0).optional(),
  }),
  'run.activations': z.object({
    run: key.optional(),
    document,
    weights: key,
    inputs: z.record(z.string(), text),
    forceWords: text.optional(),
  }),
  'run.cancel': z.object({ run: key }),
  'run.credit': z.object({ run: key, slices: z.number().int().min(0).max(1_000_000) }),
  'model.open': z.object({ bytes, name }),
  'model.canvas': z.object({ model: key }),
  'model.form': z.object({ model: key }),
  'model.giveFile': z.object({ model: key, name: z.enum(BESIDE), bytes }),
  'model.pair': z.object({ model: key, other: key }),
  'model.run': z.object({
    run: key,
    model: key,
    inputs: modelInputs,
    sites: z.array(name),
    overview: z.boolean().optional(),
    joined: z.array(z.enum(JOINED)).optional(),
  }),
  'model.tensor': z.object({
    run: key.optional(),
    model: key,
    tensor: name,
    inputs: modelInputs,
    at: z.array(index).max(16).optional(),
  }),
  'model.tensorFile': z.object({ run: key.optional(), model: key, tensor: name, inputs: modelInputs }),
  'tensors.decode': z.object({ bytes, name }),
  ...openingSchemas,
} satisfies Record<RequestName, z.ZodType>

export function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(schemas, name)
}

/** The ask, looked at; what does not have the shape of the contract is a fault that says where. */
export function checkedAsk<N extends RequestName>(name: N, ask: unknown): Ask<N> {
  const { error } = schemas[name].safeParse(ask)
  if (!error) return ask as Ask<N>
  const issue = error.issues[0]
  throw fault(
    'bad-input',
    `${name} was asked in a form that Heed does not know, at ${issue?.path.join(' ▸ ')}: ${issue?.message}`,
  )
}
