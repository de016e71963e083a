import { describe, expect, it } from 'vitest'
import { headColors, oklch, type Rgb, type Theme, weightColor, weightScale } from './scale'

function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

describe('the scale of weights', () => {
  it.each<[Theme, number]>([
    ['dark', 1],
    ['light', -1],
  ])('moves away from the ground of the %s theme without turning back', (theme, direction) => {
    const lightness = weightScale(theme).map(luminance)
    for (let i = 4; i < lightness.length; i += 4) {
      expect(direction * (lightness[i]! - lightness[i - 4]!)).toBeGreaterThan(0)
    }
  })

  it('clamps weights and takes what is no number as zero', () => {
    expect(weightColor(-1, 'dark')).toEqual(weightColor(0, 'dark'))
    expect(weightColor(7, 'dark')).toEqual(weightColor(1, 'dark'))
    expect(weightColor(Number.NaN, 'light')).toEqual(weightColor(0, 'light'))
  })

  it('has eight different hues for heads in each theme', () => {
    for (const theme of ['light', 'dark'] as const) {
      expect(new Set(headColors[theme].map(String)).size).toBe(8)
    }
  })

  it('turns OKLCH into sRGB', () => {
    expect(oklch(1, 0, 0)).toEqual([255, 255, 255])
    expect(oklch(0, 0, 0)).toEqual([0, 0, 0])
    const red = oklch(0.62796, 0.25768, 29.234)
    expect(red[0]).toBe(255)
    expect(red[1] + red[2]).toBeLessThan(3)
  })
})
