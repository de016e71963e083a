/**
 * One test over the registry: every kind against an independent reference (`bench/reference/kinds.py`: PyTorch, or the papers' equations
 * in plain arithmetic), alone and in a padded batch, with its inferred shapes beside the real ones.
 */
import katex from 'katex'
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import { infer } from '#shared/document/infer'
import { inputPorts, kindOf, kinds, outputPorts, withDefaults } from '#shared/kinds/registry'
import { changing, inLoop, STEPS } from './fixtures/inLoop'
import {
  at,
  type Block,
  blockOf,
  documentOf,
  everyIndex,
  type Found,
  kindCases,
  PASSES,
} from './fixtures/kindCases'

const cases = kindCases()
const TOLERANCE = 1e-5

/** The item's part of a batch, cut to its own size, beside what was expected; the largest difference in units of the tolerance. */
function worst(found: Block, item: number, expected: Block): number {
  let most = 0
  for (const index of everyIndex(expected.dims)) {
    const [is, should] = [at(found, [item, ...index]), at(expected, index)]
    const off = Math.abs(is - should) / Math.max(1, Math.abs(should)) / TOLERANCE
    most = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(most, off)
  }
  return most
}

describe.each([...kinds.values()].map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  it('says what it is', () => {
    expect(kind.title).not.toBe('')
    expect(kind.doc.sentence).toMatch(/[.]$/)
    expect(kind.icon).toMatch(/^M[\dMmLlHhVvAaCcSsQqZz .,-]+$/)
    for (const coordinate of kind.icon.match(/[ML] ?-?[\d.]+[ ,]-?[\d.]+/g) ?? [])
      for (const number of coordinate.match(/[\d.]+/g)!) expect(Number(number)).toBeLessThanOrEqual(24)
    if (kind.doc.equation)
      expect(katex.renderToString(kind.doc.equation, { strict: 'error' })).toContain('katex')
    if (kind.doc.paper) {
      expect(kind.doc.paper.title).not.toBe('')
      expect(kind.doc.paper.id).toMatch(/^(\d{4}\.\d{4,5}|10\.\d{4,}\/\S+)$/)
    }
    const params = withDefaults(kind, {})
    for (const [name, param] of Object.entries(kind.params)) {
      expect(param.label, name).not.toBe('')
      expect(param.help, name).toMatch(/[.]$/)
      if (param.type === 'choice') expect(param.choices.map(({ value }) => value)).toContain(param.default)
      if (param.type === 'integer' || param.type === 'number') {
        expect(param.default).toBeGreaterThanOrEqual(param.min)
        expect(param.default).toBeLessThanOrEqual(param.max)
      }
    }
    // A group computes nothing.
    if (kind.structural !== 'group') expect(Object.keys(outputPorts(kind, params))).not.toEqual([])
    for (const port of [
      ...Object.values(inputPorts(kind, params)),
      ...Object.values(outputPorts(kind, params)),
    ])
      if (port.help !== undefined) expect(port.help).toMatch(/[.]$/)
    if (!kind.structural) expect(kind.lower ?? kind.inside).toBeDefined()
    if (kind.structural === 'input') expect(kind.input).toBeDefined()
    for (const output of [kind.attention?.output, kind.decision?.output, kind.decision?.choice])
      if (output !== undefined) expect(Object.keys(outputPorts(kind, params))).toContain(output)
  })

  it.skipIf(kind.structural === 'group')('has a case', () => {
    expect(cases.filter((one) => one.kind === id)).not.toEqual([])
  })
})

describe.each(cases.map((one) => [`${one.kind}: ${one.name}`, one] as const))('%s', (_, one) => {
  const document = documentOf(one)
  const ports = Object.keys(one.items[0]!.outputs)

  it('has no problems', () => {
    expect(infer(document).problems).toEqual([])
  })

  // Without loops the passes have nothing to do; a loop until an end word cannot know its number of steps ahead.
  const loops = Object.values(one.nodes).flatMap((node) => kindOf(node.kind).loop ?? [])
  const passes = Object.keys(PASSES).filter((pass) =>
    loops.length === 0 ? pass === 'looped' : pass !== 'unrolled' || !loops.includes('until'),
  )
  it.each(passes)('gives the numbers of the reference, alone and padded (%s)', async (pass) => {
    const run = need(PASSES[pass], pass)
    const batches = [one.items, ...one.items.map((item) => [item])]
    const [batch, ...singles] = (await run(one, document, ports, batches)) as [Found, ...Found[]]
    for (const [i, item] of one.items.entries()) {
      const alone = need(singles[i], `item ${i} alone`)
      for (const port of ports) {
        const expected = blockOf(need(item.outputs[port], port))
        const single = need(alone.get(port), port)
        expect(single.dims, `sizes of ${port} of item ${i}`).toEqual([1, ...expected.dims])
        expect(worst(single, 0, expected), `${port} of item ${i} alone`).toBeLessThanOrEqual(1)
        expect(worst(need(batch.get(port), port), i, expected), `${port} of item ${i}`).toBeLessThanOrEqual(1)
      }
    }
    expectInferred(batch)
    expectAttention(batch)
  })

  function expectInferred(batch: Found): void {
    const inference = infer(document)
    for (const port of ports) {
      const type = need(inference.outputs.get(port), `type of ${port}`)
      const real = need(batch.get(port), port).dims.slice(1)
      expect(real.length, `axes of ${port}`).toBe(type.axes.length)
      for (const [axis, { size, origin }] of type.axes.entries())
        if (size === undefined) expect(origin, `axis ${axis} of ${port}`).toBeDefined()
        else expect(real[axis], `axis ${axis} of ${port}`).toBe(size)
    }
  }

  /** Weights sum to 1, and those of padding are exactly 0, also where the row itself is padding. */
  function expectAttention(batch: Found): void {
    for (const port of ports) {
      const [node, output] = port.split('.') as [string, string]
      if (kindOf(need(one.nodes[node], node).kind).attention?.output !== output) continue
      const found = need(batch.get(port), port)
      const keys = found.dims.at(-1)!
      for (const [i, item] of one.items.entries()) {
        const counted = blockOf(need(item.outputs[port], port)).dims.at(-1)!
        for (const row of everyIndex(found.dims.slice(1, -1))) {
          const weights = Array.from({ length: keys }, (_, key) => at(found, [i, ...row, key]))
          expect(weights.slice(counted).every((weight) => weight === 0)).toBe(true)
          expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(TOLERANCE)
        }
      }
    }
  }
})

const looping = cases.flatMap((one) =>
  changing(one).map((source) => [`${one.kind}: ${one.name}, ${source} changing`, one, source] as const),
)

describe.each(looping)('in a loop, %s', (_, one, source) => {
  const ports = Object.keys(one.items[0]!.outputs)
  const inside = inLoop(one, source, ports)
  const document = documentOf(inside)
  const collected = ports.map((_port, i) => `steps.all${i === 0 ? '' : i + 1}`)

  it('gives the same numbers in every pass, those of the reference in the first step', async () => {
    expect(infer(document).problems).toEqual([])
    const runs = await Promise.all(
      Object.values(PASSES).map((run) => run(inside, document, collected, [one.items])),
    )
    const [first, ...others] = runs.flat()
    for (const [n, name] of collected.entries()) {
      const found = need(first!.get(name), name)
      expect(found.dims[1]).toBe(STEPS)
      for (const [i, item] of one.items.entries()) {
        const expected = blockOf(need(item.outputs[ports[n]!], name))
        for (const index of everyIndex(expected.dims)) {
          expect(Math.abs(at(found, [i, 0, ...index]) - at(expected, index))).toBeLessThan(
            TOLERANCE * Math.max(1, Math.abs(at(expected, index))),
          )
          // What lies at padding may differ; only what counts is compared.
          for (const other of others)
            for (let step = 0; step < STEPS; step++) {
              const [a, b] = [found, need(other.get(name), name)].map((block) =>
                at(block, [i, step, ...index]),
              )
              expect(Math.abs(a! - b!)).toBeLessThan(TOLERANCE * Math.max(1, Math.abs(a!)))
            }
        }
      }
    }
  })
})
