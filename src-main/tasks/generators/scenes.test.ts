import { describe, expect, test } from 'vitest'
import { random } from '#shared/base/random'
import { fullParams } from '../params'
import { BACKGROUND, COLOURS, SHAPES } from '../scenes/shapes'
import { task } from './scenes'

const colourOf = new Map<string, string>(Object.entries(COLOURS).map(([name, pixel]) => [pixel, name]))

/** What is seen in a picture, by its pixels alone: connected areas of one colour. */
function objectsIn(picture: string, width: number) {
  const numbers = picture.split(' ')
  const pixels = Array.from({ length: numbers.length / 3 }, (_, i) =>
    numbers.slice(3 * i, 3 * i + 3).join(' '),
  )
  const seen = new Set<number>()
  return pixels.flatMap((pixel, start) => {
    if (pixel === BACKGROUND || seen.has(start)) return []
    const area = [start]
    seen.add(start)
    for (const at of area)
      for (const next of [at - width, at + width, at % width ? at - 1 : -1, (at + 1) % width ? at + 1 : -1])
        if (pixels[next] === pixel && !seen.has(next)) {
          seen.add(next)
          area.push(next)
        }
    const left = Math.min(...area.map((at) => at % width))
    const top = Math.min(...area.map((at) => Math.floor(at / width)))
    return [{ colour: colourOf.get(pixel), area, left, top }]
  })
}

describe.each(['patch', 'half', 'pixel'])('places at %s', (places) => {
  const params = fullParams(task, { places })
  const stream = random(places)
  const drawn = Array.from({ length: 300 }, () => task.example(stream, params))

  test('the caption says what the pixels show, from left to right', () => {
    for (const { fields } of drawn) {
      const objects = objectsIn(fields.picture!, 24).sort((a, b) => a.left - b.left)
      const said = fields.caption!.split(/ (left of|above|below) /)
      expect(said.filter((_, i) => i % 2 === 0)).toHaveLength(objects.length)
      objects.forEach(({ colour, area, left, top }, i) => {
        const [, saidColour, shape] = said[2 * i]!.split(' ')
        expect(saidColour).toBe(colour)
        const inside = SHAPES[shape as keyof typeof SHAPES]
        const expected = Array.from({ length: 36 }, (_, k) => [Math.floor(k / 6), k % 6] as const)
        const pixels = expected.filter(([row, column]) => inside(row, column, 6))
        expect(area.toSorted((a, b) => a - b)).toEqual(
          pixels.map(([row, column]) => (top + row) * 24 + left + column),
        )
        const next = objects[i + 1]
        if (!next) return
        const [dx, dy] = [next.left - left, next.top - top]
        expect(dx).toBeGreaterThan(0)
        expect(said[2 * i + 1]).toBe(dx > Math.abs(dy) ? 'left of' : dy > 0 ? 'above' : 'below')
      })
    }
  })

  test('words for colour and shape point at all patches of their object and at no other', () => {
    for (const { fields, alignment } of drawn) {
      const objects = objectsIn(fields.picture!, 24).sort((a, b) => a.left - b.left)
      const patches = objects.map(({ area }) => {
        const found = area.map((at) => Math.floor(at / 24 / 4) * 6 + Math.floor((at % 24) / 4))
        return [...new Set(found)].sort((a, b) => a - b)
      })
      const places = alignment!.places.filter((some) => some.length > 0)
      expect(places).toEqual(patches.flatMap((some) => [some, some]))
      fields.caption!.split(' ').forEach((word, i) => {
        expect(alignment!.places[i]!.length > 0).toBe(word in COLOURS || word in SHAPES)
      })
    }
  })
})

test('two and three objects, all colours, shapes and relations come often', () => {
  const stream = random('spread')
  const params = fullParams(task, {})
  const captions = Array.from({ length: 2000 }, () => task.example(stream, params).fields.caption!)
  const share = (word: string) =>
    captions.filter((caption) => caption.includes(word)).length / captions.length
  for (const word of [...Object.keys(COLOURS), ...Object.keys(SHAPES)])
    expect(share(word)).toBeGreaterThan(0.4)
  for (const word of ['left of', 'above', 'below']) expect(share(word)).toBeGreaterThan(0.2)
  const three = captions.filter((caption) => caption.split(' a ').length === 3).length / captions.length
  expect(Math.abs(three - 0.5)).toBeLessThan(0.05)
  expect(new Set(captions).size).toBeGreaterThan(1000)
})

test('shapes differ in many pixels at the size they are drawn', () => {
  const pixels = Object.values(SHAPES).map((inside) =>
    Array.from({ length: 36 }, (_, k) => inside(Math.floor(k / 6), k % 6, 6)),
  )
  for (const [i, a] of pixels.entries())
    for (const b of pixels.slice(i + 1)) expect(a.filter((one, k) => one !== b[k]).length).toBeGreaterThan(7)
})
