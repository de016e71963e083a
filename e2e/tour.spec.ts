/** The guided tour, by mouse and by keyboard, as somebody who is new takes it. */
import type { Page } from '@playwright/test'
import type { HeedPage } from './harness/heedPage'
import { expect, test } from './harness/test'

class Tour {
  readonly #page: Page

  constructor({ page }: HeedPage) {
    this.#page = page
  }

  get card() {
    return this.#page.getByTestId('tour')
  }

  async at(step: string): Promise<void> {
    await expect(this.card).toHaveAttribute('data-step', step)
  }

  async next(): Promise<void> {
    await expect(this.#page.getByTestId('tour-next')).toHaveText('Next')
    await this.#page.getByTestId('tour-next').click()
  }

  get focus() {
    return this.#page.locator(':focus')
  }
}

test('by mouse: the tour ends with a sentence of one’s own, drawn as attention', async ({ heed }) => {
  const { page } = heed
  const tour = new Tour(heed)
  await page.getByTestId('tour-offer').getByRole('button', { name: 'Take the tour' }).click()
  await tour.at('run')
  await page.getByTestId('run').click()
  await tour.at('point')
  await page.getByRole('option', { name: 'ninety' }).hover()
  await expect(tour.card).toContainText('Only the lines of that word are left')
  await tour.next()
  await tour.at('scrub')
  const slider = (await heed.scrubber.boundingBox())!
  await page.mouse.move(slider.x + slider.width - 6, slider.y + slider.height / 2)
  await page.mouse.down()
  await page.mouse.move(slider.x + slider.width / 3, slider.y + slider.height / 2, { steps: 8 })
  await page.mouse.up()
  await expect(tour.card).toContainText('Every step of a run is kept')
  await tour.next()
  await tour.at('own')
  await expect(heed.input('source')).toBeFocused()
  await page.keyboard.type('forty dogs')
  await page.keyboard.press('Enter')
  await expect(tour.card).toContainText('It never learned “dogs”')
  await heed.input('source').dblclick()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('eighty two')
  await page.keyboard.press('Enter')
  await tour.at('look')
  await expect(tour.card).toContainText('“eighty two” became “quatre-vingt-deux”')
  expect((await heed.numbers()).columns).toEqual(['eighty', 'two'])
  await tour.next()
  await tour.at('on')
  await page.getByTestId('tour-way-file.gallery').click()
  await expect(tour.card).toHaveCount(0)
  await expect(page.getByTestId('gallery')).toBeVisible()
  await expect(page.getByTestId('tour-offer')).toHaveCount(0)
  await expect(page.getByTestId('tour-begin')).toBeVisible()
})

test('by keyboard alone, and Escape ends it', async ({ heed }) => {
  const { page } = heed
  const tour = new Tour(heed)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('tour')
  await page.keyboard.press('Enter')
  await tour.at('run')
  await expect(tour.focus).toHaveAccessibleName('Let it speak')
  await expect(tour.focus).toHaveAccessibleDescription(/has learned to say English numbers/)
  await page.keyboard.press('Control+Enter')
  await tour.at('point')
  await tour.card.getByRole('button', { name: 'Go to it' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('announcer')).toContainText('Only the lines of that word are left')
  await page.getByTestId('tour-next').focus()
  await page.keyboard.press('Enter')
  await tour.at('scrub')
  await tour.card.getByRole('button', { name: 'Go to it' }).focus()
  await page.keyboard.press('Enter')
  await expect(heed.scrubber).toBeFocused()
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowLeft')
  await expect(page.getByTestId('announcer')).toContainText('Every step of a run is kept')
  await page.getByTestId('tour-next').focus()
  await page.keyboard.press('Enter')
  await tour.at('own')
  await page.keyboard.type('one hundred')
  await page.keyboard.press('Control+Enter')
  await tour.at('look')
  await expect(page.getByTestId('announcer')).toContainText('“one hundred” became “cent”')
  await page.keyboard.press('Escape')
  await expect(tour.card).toHaveCount(0)
})

test('who does something else meanwhile is led back, or left alone', async ({ heed }) => {
  const { page } = heed
  const tour = new Tour(heed)
  await page.getByTestId('tour-offer').getByRole('button', { name: 'Take the tour' }).click()
  await tour.at('run')
  await heed.toGallery()
  await heed.openTemplate('feed-forward')
  await heed.run()
  await tour.at('point')
  await page.getByTestId('tab-output').click()
  await expect(heed.outputText).toContainText('virginica')
  await heed.toGallery()
  await page.getByTestId('tour-return').click()
  await expect(heed.title).toHaveValue('Translation with attention')
  await heed.runToEnd()
  await expect(page.getByRole('option', { name: 'ninety' })).toBeVisible()
  await page.getByTestId('tour-end').click()
  await expect(tour.card).toHaveCount(0)
  await heed.runToEnd()
})

test('an offer that is declined is not made again', async ({ heed }) => {
  const { page } = heed
  await page.getByTestId('tour-offer').getByRole('button', { name: 'Not now' }).click()
  await expect(page.getByTestId('tour-offer')).toHaveCount(0)
  await page.reload()
  await expect(page.getByTestId('tour-begin')).toBeVisible()
  await expect(page.getByTestId('tour-offer')).toHaveCount(0)
})

test('in a window that is magnified to 200 % all controls are in reach, and the tour stands in it', async ({
  heed,
}, { project }) => {
  test.skip(project.name === 'desktop', 'the window has the size of its screen')
  const { page } = heed
  await page.setViewportSize({ width: 640, height: 400 })
  const gallery = page.getByTestId('gallery')
  expect(await gallery.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
  await page.getByTestId('tour-offer').getByRole('button', { name: 'Take the tour' }).click()
  const tour = new Tour(heed)
  await tour.at('run')
  await page.getByTestId('run').click()
  await tour.at('point')
  await expect(page.getByRole('button', { name: 'Show the details' })).toBeVisible()
  for (const part of ['.dock-bar', '.attention-foot', '[data-testid="tour"]'])
    expect(await outside(page, part), part).toEqual([])
  await page.getByTestId('tour-end').click()
  expect(await outside(page, '.top-bar')).toEqual([])
  await page.getByTestId('dock-maximise').click()
  await expect(page.getByTestId('dock-maximise')).toHaveAccessibleName('Restore the dock')
  expect(await outside(page, '.dock-bar')).toEqual([])
})

/** Names of the controls of a part that do not lie within the window, or lie under another of it. */
function outside(page: Page, part: string): Promise<string[]> {
  return page.locator(part).evaluate((root) =>
    [...root.querySelectorAll<HTMLElement>('button, input, select')].flatMap((control) => {
      const { left, right, top, bottom, width } = control.getBoundingClientRect()
      if (width === 0) return []
      const within = left >= 0 && top >= 0 && right <= window.innerWidth && bottom <= window.innerHeight
      const met = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
      const reached = met !== null && (control.contains(met) || met.contains(control))
      return within && reached ? [] : [control.getAttribute('aria-label') ?? control.textContent ?? '']
    }),
  )
}
