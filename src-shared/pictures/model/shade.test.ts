import { expect, it } from 'vitest'
import type { Light } from './light'
import { shadeOf } from './shade'

function light(...points: number[]): Light {
  return { width: points.length, height: 1, points: Float32Array.from(points), most: Math.max(...points) }
}

/** A white pixel of a picture under a shade's point. */
function over(rgba: Uint8ClampedArray, point: number): number[] {
  const alpha = rgba[4 * point + 3]! / 255
  return [0, 1, 2].map((i) => Math.round(255 * (1 - alpha) + rgba[4 * point + i]! * alpha))
}

it('a white picture is white in full light, dark without, and between them in order', () => {
  const shade = shadeOf([{ light: light(0, 0.5, 1) }])
  const [dark, half, bright] = [over(shade, 0), over(shade, 1), over(shade, 2)]
  expect(bright).toEqual([255, 255, 255])
  expect(Math.max(...dark)).toBeLessThan(80)
  expect(half[0]).toBeGreaterThan(dark[0]! + 40)
  expect(half[0]).toBeLessThan(bright[0]! - 40)
})

it('also a black picture shows where the light is', () => {
  const shade = shadeOf([{ light: light(0, 1) }])
  const glow = (point: number) => (shade[4 * point]! * shade[4 * point + 3]!) / 255
  expect(glow(1)).toBeGreaterThan(glow(0) + 20)
})

it('each head shines in its hue', () => {
  const shade = shadeOf([
    { light: light(1, 0), color: [255, 0, 0] },
    { light: light(0, 1), color: [0, 0, 255] },
  ])
  const [red, blue] = [over(shade, 0), over(shade, 1)]
  expect(red[0]).toBeGreaterThan(red[2]! + 60)
  expect(blue[2]).toBeGreaterThan(blue[0]! + 60)
})

it('no lamps make no shade', () => {
  expect(shadeOf([])).toHaveLength(0)
})
