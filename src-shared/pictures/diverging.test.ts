import { describe, expect, it } from 'vitest'
import { signedColor, signedText } from './diverging'

const THEMES = ['light', 'dark'] as const
const light = ([red, green, blue]: readonly [number, number, number]) =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue

describe('the scale of signed numbers', () => {
  it.each(THEMES)('moves away from zero evenly on both sides, %s', (theme) => {
    const zero = light(signedColor(0, theme))
    for (const side of [-1, 1]) {
      const distances = [0.25, 0.5, 0.75, 1].map((size) =>
        Math.abs(light(signedColor(side * size, theme)) - zero),
      )
      expect(distances).toEqual([...distances].sort((a, b) => a - b))
    }
  })

  it.each(THEMES)('is blue below and orange above, %s', (theme) => {
    const [red, , blue] = signedColor(-0.7, theme)
    expect(blue).toBeGreaterThan(red)
    const [warm, , cold] = signedColor(0.7, theme)
    expect(warm).toBeGreaterThan(cold)
  })

  it('takes the nearest end outside, and zero for what is no number', () => {
    expect(signedColor(5, 'dark')).toEqual(signedColor(1, 'dark'))
    expect(signedColor(-5, 'dark')).toEqual(signedColor(-1, 'dark'))
    expect(signedColor(Number.NaN, 'dark')).toEqual(signedColor(0, 'dark'))
  })

  it('says signs', () => {
    expect([0, 0.25, -1.23456, 123456, -0.00001].map(signedText)).toEqual([
      '0',
      '+0.2500',
      '−1.235',
      '+1.23e+5',
      '−1.00e-5',
    ])
  })
})
