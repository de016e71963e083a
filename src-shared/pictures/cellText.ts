/** Numbers on coloured cells. */
/** Two digits without the leading zero, as papers print them in a grid. */
export function shortWeight(weight: number): string {
  if (weight === 0) return ''
  const text = weight.toFixed(2)
  return text === '0.00' ? '·' : text.replace(/^(-?)0\./, '$1.')
}

/** What is read on a colour: black or white, whichever has at least 4.5:1. */
export function inkOn(color: readonly [number, number, number]): string {
  return luminance(color) > DARKER ? 'rgb(0 0 0)' : 'rgb(255 255 255)'
}

/** Relative luminance on which black and white are read equally well. */
const DARKER = 0.18

/** Relative luminance, WCAG 2. */
function luminance(rgb: readonly [number, number, number]): number {
  const [red, green, blue] = rgb.map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
