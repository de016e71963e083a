import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { oklch, type Rgb } from '#shared/pictures/scale'

const css = readFileSync(join(import.meta.dirname, 'theme.css'), 'utf8')

/** Of a variable: its colour on a light ground, and on a dark one. */
function coloursOf(name: string): readonly [Rgb, Rgb] {
  const value = new RegExp(`${name}: light-dark\\((.+)\\);`).exec(css)?.[1] ?? ''
  const [light, dark] = value.split(/,\s*(?=#|oklch)/)
  return [parsed(light ?? ''), parsed(dark ?? '')]
}

function parsed(text: string): Rgb {
  const parts = /oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/.exec(text)
  if (parts !== null) return oklch(Number(parts[1]), Number(parts[2]), Number(parts[3]))
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/.exec(text)
  if (hex === null) throw new Error(`“${text}” is no colour that is known here`)
  return [Number.parseInt(hex[1]!, 16), Number.parseInt(hex[2]!, 16), Number.parseInt(hex[3]!, 16)]
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(a: Rgb, b: Rgb): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

const TEXT = ['--ink', '--ink-soft', '--ink-faint', '--accent', '--problem', '--warning']
const GROUNDS = ['--ground', '--canvas', '--surface', '--raised', '--sunken']

describe('text can be read', () => {
  it.each(TEXT.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))(
    '%s on %s has a contrast of 4.5 and more in both themes',
    (text, ground) => {
      const [inks, grounds] = [coloursOf(text), coloursOf(ground)]
      expect(contrast(inks[0], grounds[0])).toBeGreaterThanOrEqual(4.5)
      expect(contrast(inks[1], grounds[1])).toBeGreaterThanOrEqual(4.5)
    },
  )

  it.each([
    ['--accent-ink', '--accent'],
    ['--ink', '--accent-soft'],
    ['--problem', '--problem-soft'],
  ])('%s on %s, too', (text, ground) => {
    const [inks, grounds] = [coloursOf(text), coloursOf(ground)]
    expect(contrast(inks[0], grounds[0])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(inks[1], grounds[1])).toBeGreaterThanOrEqual(4.5)
  })
})
