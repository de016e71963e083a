import { InferenceSession, Tensor as RuntimeTensor } from 'onnxruntime-node'
import { describe, expect, it } from 'vitest'
import { appendOutputs } from '#main/onnx/encode'
import { fixtureFolder, manifest, readFixture, readTruth } from '../manifest'
import { wireTypesOf } from './wireTypes'

describe('shapes on wires', () => {
  it.each(manifest.map(({ file }) => file))('of %s are those of a run', async (file) => {
    const model = readFixture(file)
    const types = wireTypesOf(model.graph, () => undefined)
    const names = [...types.keys()].map(({ name }) => name)
    // A file that says all by itself leaves nothing to be inferred.
    if (names.length === 0) return expect(types.size).toBe(0)
    const outputs = names.map((name) => ({ name, dtype: 'undefined' as const }))
    const session = await InferenceSession.create(appendOutputs(model.bytes, outputs), {
      logSeverityLevel: 4,
      extra: { session: { model_external_initializers_file_folder_path: fixtureFolder } },
    })
    const feeds = Object.entries(readTruth(file, 'feed')).map(([name, { dtype, data, dims }]) => {
      const type = dtype as RuntimeTensor.Type
      return [name, new RuntimeTensor(type, data as RuntimeTensor.DataType, [...dims])] as const
    })
    const found = await session.run(Object.fromEntries(feeds), names)
    for (const [{ name }, { dtype, shape }] of types) {
      const { dims, type } = found[name]!
      expect([name, shape?.length]).toEqual([name, dims.length])
      shape?.forEach((dim, axis) => {
        if (typeof dim === 'number') expect([name, axis, dim]).toEqual([name, axis, dims[axis]])
      })
      if (dtype !== 'undefined') expect([name, dtype]).toEqual([name, type])
    }
    await session.release()
  })

  it('are known for half of the operators of a BERT whose file tells none', () => {
    const { graph } = readFixture('bert-17.onnx')
    const types = wireTypesOf(graph, () => undefined)
    const made = graph.nodes.filter(({ op }) => op !== 'Constant').flatMap(({ outputs }) => outputs)
    const known = made.filter(
      (value) => value !== undefined && (value.shape !== undefined || types.has(value)),
    )
    expect(known.length / made.length).toBeGreaterThan(0.5)
  })
})
