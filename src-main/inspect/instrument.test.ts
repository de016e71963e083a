import { describe, expect, it } from 'vitest'
import { decodeModel } from '#main/onnx/decode'
import { Bug } from '#shared/base/assert'
import { detect } from './detect'
import { instrument } from './instrument'
import { manifest, readFixture } from './manifest'

describe('an instrumented model', () => {
  it('computes only what was chosen, by some more bytes at its end', () => {
    const model = readFixture('translator-17.onnx')
    const { sites } = detect(model)
    const { bytes, outputs } = instrument(model, sites.slice(1, 2))
    expect(bytes.subarray(0, model.bytes.length)).toEqual(model.bytes)
    expect(bytes.length - model.bytes.length).toBeLessThan(64)
    expect(outputs.map(({ site }) => site)).toEqual(['attention.1'])
    const names = decodeModel(bytes).graph.outputs.map(({ name }) => name)
    expect(names).toEqual([...model.graph.outputs.map(({ name }) => name), outputs[0]?.name])
  })

  it('does not name an output twice that it already has', () => {
    const model = readFixture('sdpa-14.onnx')
    const { sites } = detect(model)
    const once = decodeModel(instrument(model, sites).bytes)
    const twice = instrument(once, detect(once).sites)
    expect(decodeModel(twice.bytes).graph.outputs).toHaveLength(2)
  })

  it('has Attention give its weights, and keeps the rest of it', () => {
    const model = readFixture('attention-causal-23.onnx')
    const { bytes, outputs } = instrument(model, detect(model).sites)
    const before = model.graph.nodes.find(({ op }) => op === 'Attention')
    const after = decodeModel(bytes).graph.nodes.find(({ op }) => op === 'Attention')
    expect(after?.attributes).toEqual({
      ...before?.attributes,
      qk_matmul_output_mode: { type: 'int', value: 3n },
    })
    expect(after?.outputs.map((value) => value?.name)).toEqual([
      before?.outputs[0]?.name,
      undefined,
      undefined,
      outputs[0]?.name,
    ])
    expect(before?.outputs).toHaveLength(1)
  })

  it('cannot be had for a site that is not shown', () => {
    const model = readFixture('microsoft-attention-cached.onnx')
    expect(() => instrument(model, detect(model).sites)).toThrow(Bug)
  })

  it('of every fixture can be read again, with the same sites', () => {
    for (const { file } of manifest) {
      const model = readFixture(file)
      const { sites } = detect(model)
      const again = decodeModel(
        instrument(
          model,
          sites.filter(({ shown }) => shown),
        ).bytes,
      )
      // Fused operators that give their weights beside the model's own are sites, too.
      const names = detect(again).sites.map(({ name, kind }) => `${name.replaceAll('.heed', '')} ${kind}`)
      const rewritten = sites.filter(({ fetch }) => fetch?.from.how === 'packed')
      for (const { name, kind } of sites)
        if (rewritten.length === 0) expect(names).toContain(`${name} ${kind}`)
    }
  })
})
