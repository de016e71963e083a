/** What Heed exports, opened as if anyone had made it: the attention that is found is the one that the canvas gives. */
import { describe, expect, it } from 'vitest'
import { detect } from '#main/inspect/detect'
import { instrument } from '#main/inspect/instrument'
import { normalise } from '#main/inspect/normalise'
import { decodeModel } from '#main/onnx/decode'
import { need } from '#shared/base/assert'
import { compileModel } from '../compile/compile'
import { lower } from '../compile/lower'
import { templates } from '../templates/template'
import { exportOnnx } from './export'
import { fillFields } from './fields'
import { ruledWeights, templateCases } from './fixtures/templateCases'
import { createSession } from './session'

/** Canvas attention by template; what is written into a memory is weighed by nothing, and so not found. */
const FOUND: Readonly<Record<string, readonly string[]>> = {
  'attention-states': ['attention'],
  caption: ['attention'],
  'memory-network': ['read'],
  'memory-write': ['read'],
  transformer: ['look', 'recall', 'read'],
  'translation-attention': ['attention'],
}

describe.each(templateCases().map((one) => [one.template, one] as const))('%s', (id, one) => {
  it('has its attention found', async () => {
    const document = need(templates.get(id), id).build()
    const weights = ruledWeights(lower(document).parameters.values())
    const model = decodeModel(exportOnnx(document, weights))
    const { sites } = detect(model)
    expect(sites.filter(({ shown }) => shown).map(({ name }) => name.split('/')[0])).toEqual(FOUND[id] ?? [])
    if (sites.length === 0) return

    const { feeds } = fillFields(document, compileModel(document, { weights }), one.inputs, undefined)
    const given = Object.fromEntries(model.graph.inputs.map(({ name }) => [name, need(feeds[name], name)]))
    const { bytes, outputs } = instrument(model, sites)
    const session = await createSession(bytes)
    const results = await session.run(given, session.outputs)
    await session.release()
    for (const [index, site] of sites.entries()) {
      const canvas = need(results[`attention.${FOUND[id]?.[index]}`], 'the weights that Heed itself exports')
      const { data } = normalise(site, need(results[need(outputs[index], 'an output').name], site.id))
      const [found, expected] = [data, canvas.data as Float32Array].map((each) =>
        [...each].sort((a, b) => a - b),
      )
      const kept = need(found, 'found').filter((weight) => weight > 1e-7)
      const own = need(expected, 'expected').filter((weight) => weight > 1e-7)
      expect(kept.length).toBe(own.length)
      for (const [at, weight] of kept.entries())
        expect(Math.abs(weight - need(own[at], 'a weight'))).toBeLessThan(1e-6)
    }
  })
})
