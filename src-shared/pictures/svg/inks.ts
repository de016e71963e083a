/** The page's colours (theme.css) as plain numbers, for pictures that leave it. */
import type { Group } from '../../kinds/kind'
import { oklch, type Rgb, type Theme } from '../scale'
import { hex } from './svg'

export interface Inks {
  readonly ground: string
  readonly surface: string
  readonly line: string
  readonly ink: string
  readonly soft: string
  readonly faint: string
  readonly accent: string
}

/** Paper is white; beside the page's own dark ground. */
export const INKS: Readonly<Record<Theme, Inks>> = {
  light: {
    ground: '#ffffff',
    surface: '#ffffff',
    line: '#dde1e7',
    ink: '#1b2029',
    soft: '#535c6b',
    faint: '#656e7d',
    accent: '#2f5fd0',
  },
  dark: {
    ground: '#17191e',
    surface: '#1d2026',
    line: '#30353f',
    ink: '#e7eaf0',
    soft: '#a8b0be',
    faint: '#929bab',
    accent: '#86a9ff',
  },
}

type Hue = readonly [lightness: number, chroma: number, hue: number]

const HUES: Readonly<Record<Theme, Readonly<Record<Group, Hue>>>> = {
  light: {
    input: [0.53, 0.14, 245],
    layer: [0.53, 0.15, 285],
    recurrent: [0.53, 0.13, 152],
    attention: [0.54, 0.13, 60],
    memory: [0.55, 0.17, 335],
    decision: [0.54, 0.1, 195],
    loop: [0.52, 0.02, 260],
  },
  dark: {
    input: [0.75, 0.12, 240],
    layer: [0.76, 0.11, 288],
    recurrent: [0.77, 0.14, 155],
    attention: [0.81, 0.14, 75],
    memory: [0.76, 0.14, 335],
    decision: [0.79, 0.11, 192],
    loop: [0.74, 0.02, 260],
  },
}

export function groupHue(group: Group, theme: Theme): Rgb {
  return oklch(...HUES[theme][group])
}

/** So much of one colour in another, 0 … 1. */
export function mixed(color: Rgb, other: Rgb, part: number): string {
  return hex(color.map((channel, i) => other[i]! + (channel - other[i]!) * part) as unknown as Rgb)
}

export function rgbOf(text: string): Rgb {
  const at = (i: number) => Number.parseInt(text.slice(i, i + 2), 16)
  return [at(1), at(3), at(5)]
}
