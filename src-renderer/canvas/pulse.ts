/**
 * While a run streams, the wires into an attention node pulse with the strength of its newest weights. Written straight to the wires'
 * elements, at most once in a frame for each site; React knows nothing of it.
 */
import type { Slice } from '#shared/contract/slice'
import type { Page } from '../commands/page'
import { css, weightColor } from '../theme/scale'
import { themeStore } from '../theme/theme'

/** The pulse's path of each wire that is drawn, by wire id. */
export const pulsePaths = new Map<string, SVGPathElement>()

const MILLISECONDS = 240

/** The largest weight of a slice's last row, over all heads: how sharply the network looks. */
export function strengthOf({ weights, heads, rows, columns }: Slice): number {
  let strongest = 0
  for (let head = 0; head < heads; head += 1) {
    const from = (head * rows + rows - 1) * columns
    for (let column = 0; column < columns; column += 1) {
      const weight = weights[from + column] ?? 0
      if (weight > strongest) strongest = weight
    }
  }
  return strongest
}

export function startPulse(page: Page): () => void {
  const seen = new Map<string, number>()
  let asked = 0
  function paint() {
    asked = 0
    const { state, sites } = page.runs.getState()
    for (const { id, node } of sites) {
      const slices = page.slices.slices(id)
      const newest = slices.at(-1)
      const before = seen.get(id)
      seen.set(id, slices.length)
      if (newest === undefined || before === slices.length || state === 'idle') continue
      const strength = strengthOf(newest)
      for (const wire of Object.values(page.documents.getState().document.wires)) {
        const path = wire.to.node === node ? pulsePaths.get(wire.id) : undefined
        if (path !== undefined) pulse(path, strength)
      }
    }
  }
  const stop = page.slices.subscribe(() => {
    if (asked === 0) asked = requestAnimationFrame(paint)
  })
  return () => {
    stop()
    cancelAnimationFrame(asked)
  }
}

function pulse(path: SVGPathElement, strength: number): void {
  const color = css(weightColor(0.25 + 0.75 * strength, themeStore.getState().theme))
  path.setAttribute('d', path.previousElementSibling?.getAttribute('d') ?? '')
  path.style.stroke = color
  const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches
  const lit = { strokeOpacity: 0.35 + 0.6 * strength, strokeWidth: `${2 + 8 * strength}px` }
  const gone = { strokeOpacity: 0, strokeWidth: '1.5px' }
  path.getAnimations().forEach((animation) => {
    animation.cancel()
  })
  path.animate(still ? [lit, lit, gone] : [gone, lit, gone], { duration: still ? 600 : 2 * MILLISECONDS })
}
