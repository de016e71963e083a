import { expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { compileModel } from '../compile/compile'
import { weightsOf } from '../compile/weights'
import { decodeModel } from '../onnx/decode'
import { templates } from '../templates/template'
import { exportOnnx, importDocument } from './export'

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
