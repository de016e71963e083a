/** Colours of lines: the sequential scale of weights, or each head's hue. */
import { css, headColor, type Rgb, type Theme, weightColor } from '../../theme/scale'
import type { Layer } from '../model/heads'
import { opacity } from './curve'

export interface LinePaint {
  rgb(layer: number, weight: number): Rgb
  /** With its opacity, as CSS. */
  css(layer: number, weight: number): string
}

const LEVELS = 128

export function linePaint(layers: readonly Layer[], theme: Theme): LinePaint {
  const hues = layers.map((layer) => (layer.hue === undefined ? undefined : headColor(layer.hue, theme)))
  const rgb = (layer: number, weight: number) => hues[layer] ?? weightColor(weight, theme)
  const known = new Map<number, string>()
  return {
    rgb,
    css(layer, weight) {
      const level = Math.round(Math.min(1, weight) * LEVELS)
      const key = layer * (LEVELS + 1) + level
      let text = known.get(key)
      if (text === undefined) {
        text = css(rgb(layer, level / LEVELS), Number(opacity(Math.max(weight, level / LEVELS)).toFixed(3)))
        known.set(key, text)
      }
      return text
    },
  }
}
