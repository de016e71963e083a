/** From a changed number in the panel and Run to the first painted line: compiling, new sessions, the run, the way back, the frame. */
import type { Page } from '@playwright/test'
import { openBrowser, startApp } from '../inside/app'
import { type Watched, watchPage } from '../inside/watch'
import { type Bench, row } from '../row'

const GOAL = 100
const WARM = 5
const COUNT = 40
const LEAST_SIZE = 20

export const edit: Bench = {
  name: 'edit',
  async run(choices) {
    const app = await startApp(choices.root)
    try {
      const browser = await openBrowser(choices)
      try {
        const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
        await page.addInitScript(watchPage)
        await page.goto(app.address)
        await page.getByTestId('template-translation-attention').click()
        await page.getByTestId('node-attention').click()
        await page.getByTestId('param-size').waitFor()
        const samples: Watched[] = []
        for (let i = 0; i < WARM + COUNT; i++) {
          // Each size is a new one, so that nothing can have been compiled before.
          const sample = await editAndRun(page, LEAST_SIZE + i)
          if (i >= WARM) samples.push(sample)
        }
        return [
          row(
            'edit, Run → first slice in the page',
            samples.map(({ received }) => received),
          ),
          row(
            'edit, Run → first line painted',
            samples.map(({ painted }) => painted),
            GOAL,
          ),
        ]
      } finally {
        await browser.close()
      }
    } finally {
      await app.stop()
    }
  },
}

/** Types the size and presses Run inside of the page, so that no tool's way into it is measured. */
async function editAndRun(page: Page, size: number): Promise<Watched> {
  const watched = await page.evaluate((size) => {
    const find = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
    const [field, run] = [find('param-size'), find('run')]
    if (!(field instanceof HTMLInputElement) || run === null) throw new Error('the field or Run is not there')
    const painted = window.heedBench.begin()
    // React hears a change only through the element's own setter.
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, String(size))
    field.dispatchEvent(new Event('input', { bubbles: true }))
    run.click()
    return painted
  }, size)
  await page.locator('[data-testid="stop"]:disabled').waitFor()
  // Until the lines have grown and nothing moves.
  await page.waitForTimeout(600)
  return watched
}
