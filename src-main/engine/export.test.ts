import { expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { compileModel } from '../compile/compile'
import { weightsOf } from '../compile/weights'
import { decodeModel } from '../onnx/decode'
import { templates } from '../templates/template'
import { exportFiles, exportOnnx, importDocument, recordRun } from './export'

it.each([
  ['Untitled', 'untitled.onnx', 'untitled.py'],
  ['Où va l’attention', 'ou-va-l-attention.onnx', 'ou_va_l_attention.py'],
  ['2 tasks', '2-tasks.onnx', 'network_2_tasks.py'],
])('%s is exported as %s and %s', (title, onnx, python) => {
  const document = { ...need(templates.get('feed-forward'), 'a template').build(), title }
  const names = (to: 'onnx' | 'pytorch') => exportFiles(document, {}, to).map(({ name }) => name)
  expect(names('onnx')).toEqual([onnx])
  expect(names('pytorch')[0]).toBe(python)
})

it.each([...templates])('%s comes back from its export with its canvas and its weights', (_id, { build }) => {
  const document = build()
  const weights = weightsOf(compileModel(document), 3)
  const back = importDocument(decodeModel(exportOnnx(document, weights)))
  expect(back.document).toEqual(document)
  expect(Object.keys(back.weights).sort()).toEqual(Object.keys(weights).sort())
  for (const [name, tensor] of Object.entries(weights))
    expect(need(back.weights[name], name).data, name).toEqual(tensor.data)
})

it('says so where a model has no canvas, or one that cannot be read', () => {
  const model = decodeModel(exportOnnx(need([...templates.values()][0], 'a template').build(), {}))
  expect(() => importDocument({ ...model, metadata: {} })).toThrow('it holds no canvas')
  expect(() => importDocument({ ...model, metadata: { 'heed.document': '{' } })).toThrow('cannot be read')
  expect(() => importDocument({ ...model, metadata: { 'heed.document': '{}' } })).toThrow()
})

it('records a network that is made to say other words as it says them', async () => {
  const document = need(templates.get('translation-attention'), 'a template').build()
  const input = { source: 'ninety seven' }
  const forced = await recordRun(document, {}, input, 'un deux')
  expect(Object.keys(forced.inputs).sort()).toEqual(['source', 'source.length', 'target', 'target.length'])
  expect(need(forced.inputs['target.length'], 'length').data).toEqual(BigInt64Array.of(3n))
  expect(need(forced.outputs['attention.attention'], 'attention').dims).toEqual([1, 1, 3, 2])
  expect(Object.keys((await recordRun(document, {}, input)).inputs)).toEqual(['source', 'source.length'])
})
