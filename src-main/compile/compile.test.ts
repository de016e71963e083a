import { describe, expect, it } from 'vitest'
import type { Slice } from '#shared/contract/slice'
import { createEngine } from '../engine/engine'
import { templates } from '../templates/template'

describe('engine', () => {
  it('runs', async () => {
    const slices: Slice[] = []
    const engine = createEngine((name, event) => {
      if (name === 'run.slice') {
        slices.push((event as { slice: Slice }).slice)
        void engine.handle('run.credit', { run: 'r', slices: 1 })
      }
    })
    const document = templates.get('translation-attention')!.build()
    await engine.handle('weights.put', { key: '', weights: {} })
    for (const forceWords of [undefined, 'quatre-vingt-dix-sept']) {
      slices.length = 0
      const answer = await engine.handle('run.start', {
        run: 'r',
        document,
        weights: '',
        inputs: { source: 'ninety seven' },
        forceWords,
      })
      console.log(
        answer.outputs.map((o) => [o.text, o.dims]),
        answer.milliseconds,
      )
      console.log(slices.map((s) => [s.firstRow, s.rowLabels, s.columnLabels, [...s.weights]]))
    }
    const record = await engine.handle('document.record', {
      document,
      weights: '',
      inputs: { source: 'ninety seven' },
    })
    console.log(Object.entries(record.outputs).map(([n, t]) => [n, t.dims, t.data.slice(0, 4)]))
    expect(1).toBe(1)
  })
})
