import { describe, expect, it } from 'vitest'
import { detect } from '#main/inspect/detect'
import { fitFeeds } from '#main/inspect/feeds'
import { instrument } from '#main/inspect/instrument'
import { fixtureFolder, manifest, readFixture, readTruth } from '#main/inspect/manifest'
import { normalise } from '#main/inspect/normalise'
import { checkExternal } from '#main/onnx/external'
import { need } from '#shared/base/assert'
import type { Tensor } from '#shared/ir/graph'
import { createSession } from './session'

type Feeds = Readonly<Record<string, Tensor>>

type Level = 'disabled' | 'basic' | 'extended' | 'all'

async function run(
  bytes: Uint8Array,
  feeds: Feeds,
  level: Level = 'all',
): Promise<Readonly<Record<string, Tensor>>> {
  const session = await createSession(bytes, { folder: fixtureFolder, level })
  const results = await session.run(feeds, session.outputs)
  await session.release()
  return results
}

function largestDifference(a: Tensor, b: Tensor): number {
  expect(a.dims).toEqual(b.dims)
  let largest = 0
  for (let i = 0; i < a.data.length; i++)
    largest = Math.max(largest, Math.abs(Number(a.data[i]) - Number(b.data[i])))
  return largest
}

describe('weights of a model made elsewhere', () => {
  it.each(manifest)(
    'are the framework’s own, and its outputs stay the same: $file',
    async ({ file, sites }) => {
      const model = readFixture(file)
      await checkExternal(model, fixtureFolder)
      const feeds = fitFeeds(model, readTruth(file, 'feed'))
      const truth = readTruth(file, 'weights')
      const shown = detect(model).sites.filter((site) => site.shown)
      const { bytes, outputs } = instrument(model, shown)
      const before = await run(model.bytes, feeds)
      const after = await run(bytes, feeds)

      for (const [name, tensor] of Object.entries(before))
        expect(largestDifference(need(after[name], name), tensor), name).toBe(0)
      expect(outputs.map(({ site }) => site)).toEqual(shown.map(({ id }) => id))
      for (const [index, { name }] of outputs.entries()) {
        const site = need(shown[index], 'a site')
        const { dims, data } = normalise(site, need(after[name], name))
        const expected = need(truth[String(index)], `weights ${index}`)
        const [batch = 1, rows = 1, key = 1] = expected.dims
        const four =
          { 2: [batch, 1, 1, rows], 3: [batch, 1, rows, key] }[expected.dims.length] ?? expected.dims
        const tolerance = need(sites[index]?.tolerance, 'a tolerance')
        expect(largestDifference({ dtype: 'float32', dims, data }, { ...expected, dims: four })).toBeLessThan(
          tolerance,
        )
      }
    },
  )
})

describe('outputs stay the same, to the last bit, at every level of the runtime’s optimiser', () => {
  const files = [
    ...[
      'bert-17',
      'bert-14-sdpa',
      'gpt2-21-dynamo',
      't5-17',
      'llama-17',
      'vit-23-dynamo-sdpa',
      'translator-17',
    ],
    ...[
      'quantised-qdq-17',
      'quantised-qoperator-17',
      'microsoft-attention-mask-causal',
      'microsoft-multihead-cached',
    ],
    ...['microsoft-group', 'loop-growing-17', 'loop-fused-17', 'if-17', 'function-17', 'eager-extended-17'],
  ]
  it.each(files)('%s', async (name) => {
    const model = readFixture(`${name}.onnx`)
    const feeds = fitFeeds(model, readTruth(`${name}.onnx`, 'feed'))
    const { sites } = detect(model)
    for (const chosen of [sites, sites.slice(-1)]) {
      const { bytes } = instrument(model, chosen)
      for (const level of ['disabled', 'basic', 'extended', 'all'] as const) {
        const before = await run(model.bytes, feeds, level)
        const after = await run(bytes, feeds, level)
        for (const [output, tensor] of Object.entries(before))
          expect(largestDifference(need(after[output], output), tensor), `${output}, ${level}`).toBe(0)
      }
    }
  })
})
