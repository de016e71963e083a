import { decode } from 'fast-png'
import { expect, test } from 'vitest'
import { decodeTensors } from '#main/files/npz'
import { frameSteps, gifOf } from '#shared/pictures/gif'
import { emptyHistory, followSlices, weightOf } from '#shared/pictures/model/history'
import { attributionCsv, csvOf, heatCsv, heatNpy, jsonOf, npyOf } from '#shared/pictures/numbers'
import { playedAttention } from '#shared/pictures/played'
import { samples } from '#shared/pictures/testing/samples'
import { pixelsOf, pngOf } from './png'

function playedOf(name: keyof typeof samples) {
  const { site, slices } = samples[name]!()
  const history = followSlices(emptyHistory(), slices)
  return {
    site,
    history,
    played: playedAttention('lines', site, [{ site, history }], { theme: 'light' }, () => ({})),
  }
}

test.each([1, 2, 4])('PNG at %i× has that many pixels, and ink', async (scale) => {
  const { played } = playedOf('small')
  const svg = played.svg(played.steps)
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg)!.map(Number)
  const png = decode(await pngOf(svg, scale))
  expect([png.width, png.height]).toEqual([width! * scale, height! * scale])
  expect([...png.data.slice(0, 3)]).toEqual([255, 255, 255])
  expect(new Set(png.data).size).toBeGreaterThan(50)
})

test('PNG has words in it: the same picture without them is another one', async () => {
  const { played } = playedOf('small')
  const svg = played.svg(played.steps)
  const bare = svg.replace(/<text [\s\S]*?<\/text>/g, '')
  const [written, empty] = await Promise.all([svg, bare].map((each) => pixelsOf(each, 1)))
  expect(Buffer.compare(written!.rgba as Uint8Array, empty!.rgba as Uint8Array)).not.toBe(0)
})

test('a picture beyond all sizes is refused with a sentence', async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="10"></svg>'
  await expect(pngOf(svg, 4)).rejects.toThrow(/36.?000 × 40 pixels/)
})

/** Frames of a GIF, by its own structure. */
function framesIn(gif: Uint8Array): number {
  const skipBlocks = (at: number) => {
    while (gif[at] !== 0) at += gif[at]! + 1
    return at + 1
  }
  const table = (packed: number) => (packed & 0x80 ? 3 * 2 ** ((packed & 7) + 1) : 0)
  let at = 13 + table(gif[10]!)
  let frames = 0
  while (gif[at] !== 0x3b)
    if (gif[at] === 0x21) at = skipBlocks(at + 2)
    else {
      expect(gif[at]).toBe(0x2c)
      frames += 1
      at = skipBlocks(at + 10 + table(gif[at + 9]!) + 1)
    }
  return frames
}

test('GIF has a frame for each step, and plays them all', async () => {
  const { played } = playedOf('small')
  const steps = frameSteps(played.steps)
  const gif = await gifOf(steps.length, (at) => pixelsOf(played.svg(steps[at]!), 1))
  expect(Buffer.from(gif.slice(0, 6)).toString()).toBe('GIF89a')
  expect(framesIn(gif)).toBe(4)
  expect(frameSteps(500, 80)).toHaveLength(80)
  expect(frameSteps(500, 80).at(-1)).toBe(500)
})

test('numbers come back as they were', async () => {
  const { site, history } = playedOf('heads')
  const matrix = [...history.passes.values()][0]!
  const shown = { site, matrix, shown: history.steps.length, done: ['Sub-words are merged.'] }
  const weight = (head: number, row: number, column: number) =>
    weightOf(matrix.arrivals[row]!.at(-1)!, head, column)

  const [tensor] = Object.values(decodeTensors(npyOf(shown), 'weights.npy'))
  expect(tensor?.dims.map(Number)).toEqual([8, 14, 12])
  expect(tensor?.data[(3 * 14 + 5) * 12 + 7]).toBe(weight(3, 5, 7))

  const json = JSON.parse(jsonOf(shown))
  expect(json).toMatchObject({
    site: 'heads',
    heads: 8,
    rows: matrix.rowLabels,
    done: ['Sub-words are merged.'],
  })
  expect(json.weights[3][5][7]).toBe(weight(3, 5, 7))

  const lines = csvOf(shown, { heads: [3], join: 'mean' })
    .trimEnd()
    .split('\r\n')
  expect(lines[0]).toBe('# Sub-words are merged.')
  expect(lines[1]).toContain('","')
  expect(lines).toHaveLength(16)
  expect(lines[7]!.split(',').at(-5)).toBe(String(weight(3, 5, 7)))
})

test('states and what inputs did come as numbers, too', () => {
  const heat = {
    steps: 2,
    units: 3,
    labels: ['a,b', 'c'],
    values: Float32Array.from([1, 2, 3, 4, 5, 6]),
    peak: 6,
  }
  expect(heatCsv(heat)).toBe(',unit 1,unit 2,unit 3\r\n"a,b",1,2,3\r\nc,4,5,6\r\n')
  const [tensor] = Object.values(decodeTensors(heatNpy(heat), 'states.npy'))
  expect(tensor?.dims.map(Number)).toEqual([2, 3])
  const field = { field: 'x', node: 'x', title: 'X', values: Float32Array.from([1, -2]) }
  const about = { decision: 'd', title: 'D', row: 0, rows: [], choice: 0, choices: [], value: 0 }
  const fields = [
    { ...field, labels: ['one', 'two'], given: Float32Array.from([5, 6]) },
    { ...field, labels: [], grid: [1, 2] as const },
  ]
  expect(
    attributionCsv({ ...about, fields })
      .trimEnd()
      .split('\r\n'),
  ).toEqual(['field,position,given,gradient × input', 'X,one,5,1', 'X,two,6,-2', 'X,"1,1",,1', 'X,"1,2",,-2'])
})
