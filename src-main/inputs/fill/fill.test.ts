import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { decodeModel, type Model } from '#main/onnx/decode'
import { encodeModel } from '#main/onnx/encode'
import { need } from '#shared/base/assert'
import type { Beside, ModelInputs } from '#shared/contract/model'
import type { Dim, DType, Tensor, Value } from '#shared/ir/graph'
import { formOf } from '../form'
import { planInputs } from '../plan'
import { fillInputs } from './fill'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const read = (path: string) => new Uint8Array(readFileSync(new URL(path, FIXTURES)))
const bytes = (value: object) => new TextEncoder().encode(JSON.stringify(value))

function numbers(tensor: Tensor | undefined): number[] {
  return Array.from(need(tensor, 'a tensor').data as ArrayLike<number | bigint>, Number)
}

/** A model with these inputs, which gives the first one back. */
function modelOf(inputs: Readonly<Record<string, readonly [DType, readonly Dim[]]>>): Model {
  const values = Object.entries(inputs).map(([name, [dtype, shape]]): Value => ({ name, dtype, shape }))
  const graph = {
    name: 'model',
    inputs: values,
    outputs: values.slice(0, 1),
    constants: new Map(),
    nodes: [],
  }
  return decodeModel(encodeModel(graph))
}

function filled(model: Model, inputs: ModelInputs, files: readonly (readonly [Beside, Uint8Array])[] = []) {
  return fillInputs(planInputs(model, new Map(files), false), inputs)
}

const bert = decodeModel(read('bert/model.onnx'))
const tokenizer = ['tokenizer.json', read('bert/tokenizer.json')] as const

test('a text fills ids, mask and types', () => {
  const { feeds, texts } = filled(bert, { texts: { input_ids: 'the cat' } }, [tokenizer])
  const [text] = texts
  expect(text?.tokens.map(({ text: each }) => each)).toEqual(['[CLS]', 'the', 'cat', '[SEP]'])
  expect(numbers(feeds.input_ids)).toEqual(text?.ids)
  expect(numbers(feeds.attention_mask)).toEqual([1, 1, 1, 1])
  expect(numbers(feeds.token_type_ids)).toEqual([0, 0, 0, 0])
})

test('a text that is too long is cut, keeps its end, and says so', () => {
  const { texts, notes } = filled(bert, { texts: { input_ids: 'the cat '.repeat(60) } }, [tokenizer])
  expect(texts[0]?.ids).toHaveLength(48)
  expect(texts[0]?.tokens.at(-1)?.text).toBe('[SEP]')
  expect(notes).toEqual([
    'The text has 122 tokens, and the model has places for 48: it is cut behind the first 48.',
  ])
})

test('a tokenizer of another model is named with the token that does not fit', () => {
  const other = ['tokenizer.json', read('llama/tokenizer.json')] as const
  expect(() => filled(bert, { texts: { input_ids: 'The cat' } }, [other])).toThrow(
    /tokenizer\.json does not fit this model: “.+” is token \d+, but “input_ids” takes 0 to \d+/,
  )
})

test('a tokenizer that cannot be read is told, and the sample one is taken', () => {
  const plan = planInputs(bert, new Map([['tokenizer.json', bytes({})]]), false)
  const form = formOf(plan, false)
  expect(form.fields[0]).toMatchObject({ type: 'text', sample: true })
  expect(form.notes[0]).toContain('tokenizer.json holds no tokenizer')
})

test('ids that were given as a tensor give the mask its length', () => {
  const ids: Tensor = { dtype: 'int64', dims: [2, 3], data: BigInt64Array.of(2n, 5n, 3n, 2n, 6n, 3n) }
  const { feeds, texts } = filled(bert, { tensors: { input_ids: ids } }, [tokenizer])
  expect(feeds.attention_mask?.dims).toEqual([2, 3])
  expect(texts[0]?.ids).toEqual([2, 5, 3])
})

test('caches are empty, flags are off, masks cover what is there', () => {
  const model = modelOf({
    input_ids: ['int64', ['batch', 'length']],
    attention_mask: ['int64', ['batch', 'past + length']],
    position_ids: ['int64', ['batch', 'length']],
    'past_key_values.0.key': ['float32', ['batch', 2, 'past', 4]],
    use_cache_branch: ['bool', [1]],
    cache_position: ['int64', ['length']],
  })
  const { feeds } = filled(model, { texts: { input_ids: 'one two three' } })
  expect(feeds['past_key_values.0.key']?.dims).toEqual([1, 2, 0, 4])
  expect(numbers(feeds.use_cache_branch)).toEqual([0])
  expect(numbers(feeds.attention_mask)).toEqual([1, 1, 1])
  expect(numbers(feeds.position_ids)).toEqual([0, 1, 2])
  expect(numbers(feeds.cache_position)).toEqual([0, 1, 2])
})

test('a decoder that only goes on from a cache says so', () => {
  const cache = ['float32', ['batch', 2, 'past', 4]] as const
  const inputs = { input_ids: ['int64', ['batch', 1]], 'past_key_values.0.encoder.key': cache } as const
  const { notes } = planInputs(modelOf(inputs), new Map(), false)
  expect(notes).toEqual([expect.stringContaining('decoder_model_merged.onnx')])
  const merged = modelOf({ ...inputs, use_cache_branch: ['bool', [1]] })
  expect(planInputs(merged, new Map(), false).notes).toEqual([])
})

test('a fixed length is padded, and the mask says what counts', () => {
  const model = modelOf({ input_ids: ['int64', [1, 6]], attention_mask: ['int64', [1, 6]] })
  const { feeds } = filled(model, { texts: { input_ids: 'one two three' } })
  expect(feeds.input_ids?.dims).toEqual([1, 6])
  expect(numbers(feeds.attention_mask)).toEqual([1, 1, 1, 0, 0, 0])
})

test('other inputs are filled by rule, with the sizes that a person says', () => {
  const model = modelOf({
    x: ['float32', ['batch', 'frames', 2]],
    n: ['int32', ['frames']],
    flag: ['bool', [2]],
  })
  const plan = planInputs(model, new Map(), false)
  expect(formOf(plan, false)).toMatchObject({
    fields: [
      { type: 'tensor', id: 'x', rule: 'random' },
      { type: 'tensor', id: 'n', rule: 'ones' },
      { type: 'tensor', id: 'flag', rule: 'ones' },
    ],
    dims: [
      { name: 'batch', size: 1 },
      { name: 'frames', size: 8 },
    ],
  })
  expect(fillInputs(plan, {}).feeds.n?.dims).toEqual([8])
  const { feeds, notes } = fillInputs(plan, { dims: { frames: 3 }, rules: { x: 'range', n: 'zeros' } })
  expect(numbers(feeds.x)).toEqual([0, 1, 2, 3, 4, 5])
  expect(numbers(feeds.n)).toEqual([0, 0, 0])
  expect(notes).toContain('“x” [1, 3, 2] is filled by rule: range.')
  expect(numbers(fillInputs(plan, {}).feeds.x)).toEqual(numbers(fillInputs(plan, {}).feeds.x))
})

test('what would not fit into memory is refused', () => {
  const model = modelOf({ x: ['float32', ['a', 'b', 'c']] })
  expect(() => filled(model, { dims: { a: 1000, b: 1000, c: 1000 } })).toThrow('Heed fills 67108864')
})
