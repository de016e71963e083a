/** What a screen must hold to whoever listens to it, works by keyboard, or magnifies it. */
import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import type { HeedPage } from './heedPage'

/** CSS pixels of a 13-inch screen (1280 × 800) at 200 %. */
export const MAGNIFIED = { width: 640, height: 400 }

const CONTRAST = ['color-contrast']

/** Nothing that axe finds serious or critical. */
export async function expectSound(
  { page }: HeedPage,
  where: string,
  what: 'all' | 'contrast' | 'all but contrast' = 'all',
): Promise<void> {
  // What is pointed at fades the rest on purpose.
  await page.mouse.move(1, 1)
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
  if (what === 'contrast') axe.withRules(CONTRAST)
  if (what === 'all but contrast') axe.disableRules(CONTRAST)
  const { violations } = await axe.analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const said = grave.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`,
  )
  expect(said, where).toEqual([])
}

/**
 * Every control that is on the page lies within the window and under nothing else, if need be after scrolling to it. What is clipped
 * without a way to scroll counts as out of reach, though a script could bring it into view.
 */
export async function expectReach({ page }: HeedPage, where: string): Promise<void> {
  await expect.poll(() => page.evaluate(outOfReach), { message: where, timeout: 4000 }).toEqual([])
}

function outOfReach(): string[] {
  const whole = document.querySelector('dialog[open], .attention-save-box') ?? document.querySelector('.app')
  const controls = whole?.querySelectorAll<HTMLElement>(
    'button, input, select, textarea, summary, [role=tab]',
  )
  return [...(controls ?? [])].flatMap((control) => {
    // Cards on a canvas are moved by moving the canvas.
    if (control.closest('.react-flow__viewport, [inert]') !== null) return []
    if (control.offsetWidth < 2 || getComputedStyle(control).visibility === 'hidden') return []
    control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    const { left, right, top, bottom } = control.getBoundingClientRect()
    const clipped = ancestors(control).filter(
      (element) =>
        element.scrollTop + element.scrollLeft > 1 && /hidden|clip/.test(getComputedStyle(element).overflow),
    )
    for (const element of clipped) element.scrollTo(0, 0)
    const [x, y] = [(left + right) / 2, (top + bottom) / 2]
    const met = document.elementFromPoint(x, y)
    // Notices leave by themselves.
    const noticed = met?.closest('.notices') != null
    const reached = met !== null && (noticed || control.contains(met) || met.contains(control))
    if (clipped.length === 0 && reached) return []
    const name = control.getAttribute('aria-label') ?? control.textContent ?? control.tagName
    return [`${name} at ${Math.round(x)}, ${Math.round(y)}`]
  })

  function ancestors(element: Element): Element[] {
    return element.parentElement === null ? [] : [element.parentElement, ...ancestors(element.parentElement)]
  }
}
