import { encode as encodePng } from 'fast-png'
import jpeg from 'jpeg-js'
import { expect, test } from 'vitest'
import { FaultError, fault } from '#shared/base/fault'
import { decodePicture } from '../pictures/decode'
import { fitPicture } from '../pictures/fit'
import { readPictures } from './pictures'

const round = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(2)))
const png = (width: number, height: number, channels: number, values: number[], depth: 8 | 16 = 8) =>
  encodePng({
    width,
    height,
    channels,
    depth,
    data: depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values),
  })

test('PNG: colour, grey, opacity over white, sixteen bits', () => {
  expect(round(decodePicture(png(1, 1, 3, [255, 0, 51])).data)).toEqual([1, 0, 0.2])
  expect(round(decodePicture(png(2, 1, 1, [0, 51])).data)).toEqual([0, 0, 0, 0.2, 0.2, 0.2])
  expect(round(decodePicture(png(1, 1, 4, [255, 0, 0, 51])).data)).toEqual([1, 0.8, 0.8])
  expect(round(decodePicture(png(1, 1, 2, [0, 0])).data)).toEqual([1, 1, 1])
  expect(round(decodePicture(png(1, 1, 3, [65535, 0, 13107], 16)).data)).toEqual([1, 0, 0.2])
})

/** Written by hand: header, optional palette, one compressed block stored as it is. */
function rawPng(
  width: number,
  height: number,
  depth: number,
  type: number,
  rows: number[],
  palette: number[] = [],
) {
  const image = encodePng({ width: 1, height: 1, channels: 1, depth: 8, data: new Uint8Array(1) })
  const bytes = [...image.subarray(0, 8)]
  const chunk = (name: string, body: number[]) => {
    const content = [...new TextEncoder().encode(name), ...body]
    bytes.push(...u32(body.length), ...content, ...u32(crc(content)))
  }
  chunk('IHDR', [...u32(width), ...u32(height), depth, type, 0, 0, 0])
  if (palette.length > 0) chunk('PLTE', palette)
  const length = rows.length
  chunk('IDAT', [
    0x78,
    1,
    1,
    length & 255,
    length >> 8,
    ~length & 255,
    (~length >> 8) & 255,
    ...rows,
    ...u32(adler(rows)),
  ])
  chunk('IEND', [])
  return Uint8Array.from(bytes)
}

const u32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]

function crc(bytes: readonly number[]): number {
  let state = 0xffffffff
  for (const byte of bytes) {
    state ^= byte
    for (let bit = 0; bit < 8; bit++) state = state & 1 ? (state >>> 1) ^ 0xedb88320 : state >>> 1
  }
  return ~state >>> 0
}

function adler(bytes: readonly number[]): number {
  let [a, b] = [1, 0]
  for (const byte of bytes) {
    a = (a + byte) % 65521
    b = (b + a) % 65521
  }
  return ((b << 16) | a) >>> 0
}

test('PNG: a palette, and one bit for each pixel', () => {
  const palette = [255, 0, 0, 0, 0, 255]
  expect(round(decodePicture(rawPng(2, 1, 8, 3, [0, 1, 0], palette)).data)).toEqual([0, 0, 1, 1, 0, 0])
  const bits = decodePicture(rawPng(3, 2, 1, 0, [0, 0b10100000, 0, 0b01000000]))
  expect(round(bits.data).filter((_, i) => i % 3 === 0)).toEqual([1, 0, 1, 0, 1, 0])
})

test('JPEG', () => {
  const data = new Uint8Array(16 * 16 * 4).fill(255)
  for (let i = 0; i < data.length; i += 4) data.set([255, 0, 0], i)
  const red = decodePicture(new Uint8Array(jpeg.encode({ width: 16, height: 16, data }, 100).data))
  expect([red.width, red.height]).toEqual([16, 16])
  for (const [i, value] of red.data.entries())
    expect(Math.abs(value - (i % 3 === 0 ? 1 : 0))).toBeLessThan(0.03)
})

test('what is no picture, is broken or claims to be huge is a fault', () => {
  const huge = png(1, 1, 1, [0])
  new DataView(huge.buffer, huge.byteOffset).setUint32(16, 1_000_000)
  new DataView(huge.buffer, huge.byteOffset).setUint32(20, 1_000_000)
  for (const [bytes, message] of [
    [new TextEncoder().encode('GIF89a'), /PNG or JPEG/],
    [png(4, 4, 3, new Array(48).fill(9)).subarray(0, 50), /cannot be read/],
    [png(4, 4, 3, new Array(48).fill(9)).subarray(0, 20), /cut off/],
    [Uint8Array.of(0xff, 0xd8, 0xff, 0), /JPEG picture, found one that cannot be read/],
    [huge, /at most 50000000 pixels, found 1000000 × 1000000/],
  ] as const) {
    expect(() => decodePicture(bytes)).toThrow(FaultError)
    expect(() => decodePicture(bytes)).toThrow(message)
  }
})

test('fitting takes the middle and the mean of what a pixel covers', () => {
  const data = Float32Array.from(
    [9, 0, 1, 9, 9, 1, 1, 9].flatMap((value) => [value / 9, value / 9, value / 9]),
  )
  const wide = { width: 4, height: 2, data }
  expect(round(fitPicture(wide, 1, 1, 1))).toEqual([0.08])
  expect(round(fitPicture(wide, 2, 2, 3)).filter((_, i) => i % 3 === 0)).toEqual([0, 0.11, 0.11, 0.11])
  const large = fitPicture({ width: 1, height: 1, data: Float32Array.of(1, 0, 0.5) }, 2, 2, 4)
  expect(round(large)).toEqual([1, 0, 0.5, 1, 1, 0, 0.5, 1, 1, 0, 0.5, 1, 1, 0, 0.5, 1])
  const third = {
    width: 3,
    height: 3,
    data: Float32Array.from({ length: 27 }, (_, i) => (Math.floor(i / 3) % 3) / 2),
  }
  expect(round(fitPicture(third, 2, 2, 1))).toEqual([0.17, 0.83, 0.17, 0.83])
})

const layout = { rows: 1, columns: 2, patch: 1, channels: 3 }
const files: Readonly<Record<string, Uint8Array>> = {
  'a.png': png(2, 1, 3, [255, 0, 0, 0, 0, 255]),
  'b.png': png(2, 1, 1, [0, 255]),
  'note.png': new TextEncoder().encode('no picture'),
}
const load = async (name: string) => {
  const bytes = files[name]
  if (!bytes) throw fault('not-found', `${name} is not there.`)
  return bytes
}

test('one caption a line; what cannot be read is refused with its line', async () => {
  const text =
    'file\tcaption\na.png\tRed, blue.\na.png\tanother one\nc.png\tgone\nnote.png\tx\nb.png\t\n\nb.png\tblack and white'
  const data = await readPictures(text, 'captions.tsv', load, layout)
  expect(data.examples.map(({ fields }) => fields)).toEqual([
    { picture: '1 0 0 0 0 1', caption: 'red, blue.' },
    { picture: '1 0 0 0 0 1', caption: 'another one' },
    { picture: '0 0 0 1 1 1', caption: 'black and white' },
  ])
  expect(data.lines).toEqual([2, 3, 8])
  expect(data.refused).toEqual([
    { line: 4, reason: 'c.png: c.png is not there.' },
    { line: 5, reason: 'note.png: expected a PNG or JPEG picture, found another kind of file.' },
    { line: 6, reason: 'expected a file and its caption, found “b.png\t”.' },
  ])
  expect(data.fields.picture).toMatchObject({ sort: 'picture', ...layout })
})

test('captions in CSV, with and without quotes', async () => {
  const text = 'image,caption\na.png,"red, and blue"\nb.png,black, then white'
  const { examples } = await readPictures(text, 'captions.csv', load, layout)
  expect(examples.map(({ fields }) => fields.caption)).toEqual(['red, and blue', 'black, then white'])
  await expect(readPictures('', 'captions.csv', load, layout)).rejects.toThrow(/captions.csv: .* It is empty/)
})
