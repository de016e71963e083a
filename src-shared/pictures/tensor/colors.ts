/** Colours of plain numbers: away from zero to both sides, or from the least up where all are of one sign. */
import { oklch, type Rgb, type Theme, weightColor } from '../scale'

export function valueColor(value: number, least: number, greatest: number, theme: Theme): Rgb {
  if (!Number.isFinite(value)) return theme === 'dark' ? [255, 130, 121] : [192, 39, 45]
  if (least >= 0 || greatest <= 0) {
    const range = greatest - least
    const part = range === 0 ? (value === 0 ? 0 : 1) : (value - least) / range
    return weightColor(part, theme)
  }
  const most = Math.max(-least, greatest)
  const part = Math.min(1, Math.abs(value) / most)
  const hue = value < 0 ? 255 : 45
  return theme === 'dark'
    ? oklch(0.2 + 0.6 * part, 0.15 * part, hue)
    : oklch(0.97 - 0.45 * part, 0.17 * part, hue)
}
