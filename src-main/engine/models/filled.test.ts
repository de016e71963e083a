/** Every model of the manifest runs with nothing given. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixtureFolder, manifest } from '#main/inspect/manifest'
import type { Slice } from '#shared/contract/slice'
import { createEngine } from '../engine'

/** The batch that these were traced with is in their Reshapes, or two of their inputs must agree: no rule finds that. */
const REFUSED = ['multihead-17.onnx', 'multihead-averaged-14.onnx', 'microsoft-group.onnx']

test.each(REFUSED)('%s says what was filled when it cannot run', async (file) => {
  const engine = createEngine(() => undefined)
  await engine.handle('model.open', { model: 'm', name: file, path: join(fixtureFolder, file) })
  const run = engine.handle('model.run', { run: 'r', model: 'm', inputs: {}, sites: [] })
  await expect(run).rejects.toMatchObject({
    fault: { code: 'runtime', message: expect.stringContaining('is filled by rule: random.') },
  })
})

test('sizes that a model was traced with can be said', async () => {
  const engine = createEngine(() => undefined)
  const file = 'multihead-17.onnx'
  await engine.handle('model.open', { model: 'm', name: file, path: join(fixtureFolder, file) })
  const form = await engine.handle('model.form', { model: 'm' })
  expect(form.dims.map(({ name }) => name)).toContain('batch')
  const inputs = { dims: { batch: 2, length_in0: 5, length_in1: 7 } }
  const { outputs } = await engine.handle('model.run', { run: 'r', model: 'm', inputs, sites: [] })
  expect(outputs.length).toBeGreaterThan(0)
})

test.each(manifest.filter(({ file }) => !REFUSED.includes(file)))(
  '$file is filled by rule, and every place that can be shown is',
  async ({ file }) => {
    const slices: Slice[] = []
    const engine = createEngine((_, event) => {
      if (!('slice' in event)) return
      slices.push(event.slice)
      void engine.handle('run.credit', { run: 'r', slices: 1 })
    })
    const opened = await engine.handle('model.open', {
      model: 'm',
      name: file,
      path: join(fixtureFolder, file),
    })
    const sites = opened.sites.filter((site) => site.shown).map(({ id }) => id)
    const { notes } = await engine.handle('model.run', {
      run: 'r',
      model: 'm',
      inputs: {},
      sites,
      overview: true,
    })
    const missing = sites.filter((id) => !slices.some(({ site }) => site === id))
    expect(missing.length, notes.join(' ')).toBe(
      notes.filter((note) => note.includes('did not take the branch')).length,
    )
    for (const { weights, rows, columns, heads } of slices)
      expect(weights).toHaveLength(heads * rows * columns)
  },
)
