import { expect, test } from 'vitest'
import { kinds, withDefaults } from '#shared/kinds/registry'
import { pictureSize, pixelsOfText, textOfPixels } from './pixels'

const kind = kinds.get('picture')!

test.each([1, 3, 4])('what is drawn with %i numbers for a pixel is what the input reads', (channels) => {
  const params = withDefaults(kind, { rows: 2, columns: 3, patch: 2, channels })
  const size = pictureSize(params)
  expect(size).toEqual({ width: 6, height: 4, channels })
  const rgba = Uint8ClampedArray.from({ length: 4 * 24 }, (_, i) => (i % 4 === 3 ? 255 : (i * 37) % 256))
  const read = kind.input!.parse(textOfPixels(rgba, size), params, undefined)
  expect(read.ok).toBe(true)
})

test('a picture in colour survives the text', () => {
  const size = { width: 2, height: 1, channels: 3 }
  const rgba = Uint8ClampedArray.from([255, 0, 128, 255, 3, 200, 90, 255])
  expect(textOfPixels(rgba, size)).toBe('1 0 0.502 0.012 0.784 0.353')
  expect([...pixelsOfText(textOfPixels(rgba, size), size)]).toEqual([...rgba])
})

test('grey is shown as grey, and missing numbers as black', () => {
  const size = { width: 2, height: 1, channels: 1 }
  expect([...pixelsOfText('1', size)]).toEqual([255, 255, 255, 255, 0, 0, 0, 255])
})
