/** Looks of the shipped templates, and of weights that look at nothing. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { need } from '#shared/base/assert'
import { decodeHeedFile } from '../../files/heedFile'
import { evaluate } from './evaluate'

const shipped = (id: string) =>
  decodeHeedFile(new Uint8Array(readFileSync(join('resources', 'templates', `${id}.heed`))))

async function metricsOf(id: string, trained = true) {
  const { document, weights } = shipped(id)
  return (await evaluate(document, trained ? weights : {}, 200)).metrics
}

test('the French words of the shipped translation look at the English words that they translate', async () => {
  const { accuracy, alignment } = await metricsOf('translation-attention')
  expect(accuracy).toBeGreaterThan(0.98)
  expect(alignment).toBeGreaterThan(0.97)
  // Seven words to look at, or so, and one or two of them right.
  expect((await metricsOf('translation-attention', false)).alignment).toBeLessThan(0.5)
})

test('of several heads and layers the best one counts', async () => {
  const { alignment = 0 } = await metricsOf('transformer')
  expect(alignment).toBeGreaterThan(0.7)
})

test('each hop has a share of its own, and the best one is the whole', async () => {
  const metrics = await metricsOf('memory-network')
  expect(Object.keys(metrics)).toEqual(['accuracy', 'support', 'support 1', 'support 2', 'support all'])
  expect(metrics.support).toBe(
    Math.max(need(metrics['support 1'], 'hop 1'), need(metrics['support 2'], 'hop 2')),
  )
})

test('what looks at nothing, or has no such truth, has no share', async () => {
  expect(Object.keys(await metricsOf('translation-plain'))).toEqual(['accuracy'])
  expect(Object.keys(await metricsOf('recurrent'))).toEqual(['error'])
})
