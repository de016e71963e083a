import { describe, expect, test } from 'vitest'
import { attentionFile } from '../attentionFigure'
import { THICKEST, THINNEST } from '../layout/curve'
import { heatOf, unitOrder } from '../model/heat'
import { emptyHistory, followSlices } from '../model/history'
import { paperAttention } from '../model/paper'
import { playedAttention } from '../played'
import { samples } from '../testing/samples'
import { attributionSvg } from './attributionSvg'
import { linesSvg } from './linesSvg'
import { overviewSvg } from './overviewSvg'
import { statesSvg } from './statesSvg'
import { base64, escaped, label, svgFile } from './svg'

function paperOf(name: keyof typeof samples, shown?: number) {
  const { site, slices } = samples[name]!()
  const history = followSlices(emptyHistory(), slices)
  const options = { theme: 'light', mass: 1, ...(shown !== undefined && { shown }) } as const
  return { site, slices, history, picture: paperAttention(site, history, options)! }
}

/** Texts of a file, as a reader takes them. */
function textsOf(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)/g)].map(([, text]) =>
    text!.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
  )
}

function partOf(svg: string, part: string): string {
  return new RegExp(`<g[^>]* data-part="${part}">([\\s\\S]*?)</g>`).exec(svg)?.[1] ?? ''
}

describe('lines on paper', () => {
  test('name every row and column in words', () => {
    const { picture, slices } = paperOf('translation')
    const svg = attentionFile('lines', picture, {})
    expect(textsOf(partOf(svg, 'columns'))).toEqual(slices[0]!.columnLabels)
    expect(textsOf(partOf(svg, 'rows'))).toEqual(slices.flatMap(({ rowLabels }) => rowLabels))
    expect(svg).not.toContain('foreignObject')
    expect(svg).toContain('Inter')
  })

  test('are as thick as their weights', () => {
    const { picture } = paperOf('small')
    const { body } = linesSvg(picture, { width: 500, height: 250 })
    const widths = [...partOf(body, 'lines').matchAll(/stroke-width="([\d.]+)"/g)].map(([, width]) =>
      Number(width),
    )
    expect(widths).toHaveLength(picture.lines.count)
    widths.forEach((width, i) => {
      expect(width).toBeCloseTo(THINNEST + (THICKEST - THINNEST) * picture.lines.weight[i]!, 1)
    })
  })

  test('are those of the steps that are shown, and all words stand where they will', () => {
    const [some, all] = [paperOf('translation', 3), paperOf('translation')]
    const [few, many] = [some, all].map(({ picture }) => attentionFile('lines', picture, {}))
    const paths = (svg: string) => [...partOf(svg, 'lines').matchAll(/<path/g)].length
    expect(paths(few!)).toBeLessThan(paths(many!))
    const places = (svg: string) => [...partOf(svg, 'rows').matchAll(/ x="([^"]*)" y="([^"]*)"/g)].map(String)
    expect(places(few!)).toEqual(places(many!))
  })

  test('take the hues of heads', () => {
    const { picture } = paperOf('heads')
    const strokes = [...attentionFile('lines', picture, {}).matchAll(/stroke="(#[0-9a-f]{6})"/g)]
    expect(new Set(strokes.map(([, color]) => color)).size).toBe(8)
  })
})

test('a grid has a cell for each weight, and its number where there is room', () => {
  const { picture } = paperOf('small')
  const svg = attentionFile('grid', picture, {})
  const cells = partOf(svg, 'cells')
  expect([...cells.matchAll(/<rect/g)]).toHaveLength(4 * 3)
  expect(textsOf(cells).every((text) => /^(\.\d\d|1\.00|·)$/.test(text))).toBe(true)
  expect(textsOf(partOf(svg, 'rows'))).toEqual(['un', 'deux', 'trois', '<end>'])
})

test('512 × 512 weights are one raster', () => {
  const words = Array.from({ length: 512 }, (_, i) => `w${i}`)
  const slice = {
    ...samples.small!().slices[0]!,
    rows: 512,
    columns: 512,
    weights: new Float32Array(512 * 512).fill(1 / 512),
    rowLabels: words,
    columnLabels: words,
  }
  const { site } = samples.small!()
  const picture = paperAttention(site, followSlices(emptyHistory(), [slice]), { theme: 'dark' })!
  const svg = attentionFile('grid', picture, {})
  expect([...svg.matchAll(/<image /g)]).toHaveLength(1)
  expect(svg.length).toBeLessThan(2e6)
})

test('a picture shines for each word, and underlines the one that is said', () => {
  const { picture } = paperOf('patches')
  const pixels = { width: 2, height: 2, rgba: new Uint8Array(16).fill(200) }
  const svg = attentionFile('picture', picture, { pixels })
  expect([...svg.matchAll(/data-part="light"/g)]).toHaveLength(1 + picture.matrix.rowLabels.length)
  expect(textsOf(svg)).toEqual(expect.arrayContaining([...picture.matrix.rowLabels]))
  expect(svg).toContain('href="data:image/png;base64,iVBORw0KGgo')
})

test('a memory tells question, hops, slots and answer', () => {
  const { picture } = paperOf('hops')
  const texts = textsOf(attentionFile('memory', picture, { question: 'where is the milk', answer: 'hall' }))
  for (const text of ['where is the milk', 'hop 1', 'hop 3', 'John took the milk'])
    expect(texts).toContain(text)
})

test('a run that is played has a picture for each step', () => {
  const { site, history } = paperOf('translation')
  const played = playedAttention('lines', site, [{ site, history }], { theme: 'light' }, () => ({}))
  expect(played.steps).toBe(14)
  expect(new Set([1, 7, 14].map((step) => played.svg(step))).size).toBe(3)
})

test('hidden states are cells on a scale with both ends', () => {
  const frame = {
    state: 's',
    order: 0,
    coordinates: [],
    firstRow: 0,
    rows: 2,
    columns: 3,
    values: new Float32Array([1, -2, 0.5, 0, 2, 1]),
    rowLabels: ['a', 'b'],
  }
  const heat = heatOf([frame], '')!
  const { body } = statesSvg(
    heat,
    { order: unitOrder(heat, 'given'), theme: 'light' },
    { width: 400, height: 200 },
  )
  expect(textsOf(body)).toEqual(['a', 'b', '1', '2', '3', '−2.000', '+2.000'])
  expect([...body.matchAll(/<rect/g)].length).toBeGreaterThan(6)
})

test('an overview has a picture for each head that came', () => {
  const pixels = new Uint8Array([0, 255, 128, 64])
  const head = { site: 's', head: 0, rows: 2, columns: 2, pixels, strongest: 0.5 }
  const blocks = [
    { lines: [{ label: '1', heads: [head, undefined] }] },
    { lines: [{ label: 'rollout', heads: [head] }] },
  ]
  const [relative, absolute] = [undefined, 1].map((top) => overviewSvg(blocks, { theme: 'light', top }).body)
  expect(textsOf(relative!)).toEqual(['head', '1', '2', '1', 'rollout'])
  // Four cells in each of two heads, and a frame around all three places.
  expect([...relative!.matchAll(/<rect/g)]).toHaveLength(4 * 2 + 3)
  expect(relative).not.toBe(absolute)
  const joined = overviewSvg([{ lines: [{ label: '1', heads: [head, head], joined: [head, undefined] }] }], {
    theme: 'dark',
    top: 1,
  })
  expect(textsOf(joined.body)).toEqual(['head', '1', '2', 'mean', 'max', '1'])
})

test('inputs are words with their numbers, bars, or pixels', () => {
  const field = {
    field: 'f',
    node: 'n',
    title: 'Story',
    labels: ['lena', 'left'],
    values: new Float32Array([2, -1]),
  }
  const { body } = attributionSvg(
    {
      decision: 'd',
      title: 'Answer',
      row: 0,
      rows: [],
      choice: 0,
      choices: [],
      value: 1,
      fields: [
        field,
        { ...field, title: 'Table', given: new Float32Array([1, 2]) },
        { ...field, title: 'Picture', labels: [], grid: [1, 2] },
      ],
    },
    'light',
  )
  expect(textsOf(body)).toEqual([
    'Story',
    'lena',
    '+2.00',
    'left',
    '−1.00',
    'Table',
    'lena',
    '+2.000',
    'left',
    '−1.000',
    'Picture',
  ])
  expect(body).not.toContain('NaN')
})

test('any text is XML', () => {
  const text = `<a & "b">\u0000\ud800 c`
  expect(escaped(text)).toBe('&lt;a &amp; &quot;b&quot;&gt;\ufffd\ufffd c')
  const cut = label('a very long word', 0, 0, { size: 12, fill: '#000000', room: 40 })
  expect(cut).toMatch(/>a ver[a-z ]*…<title>a very long word<\/title>/)
  expect(svgFile({ width: 1, height: 1, body: '' }, { title: text, ground: '#ffffff' })).toContain('&lt;a')
})

test('base64 is that of everybody', () => {
  for (const length of [0, 1, 2, 3, 4, 300]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7) % 256)
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
  }
})
