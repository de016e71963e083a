/** The training on the page: its buttons, settings, curves in words, and snapshots. */
import { expect, type Locator, type Page } from '@playwright/test'

export class TrainingPart {
  readonly #page: Page
  #started = 0

  constructor(page: Page) {
    this.#page = page
  }

  get train(): Locator {
    return this.#page.getByTestId('train')
  }

  get pause(): Locator {
    return this.#page.getByTestId('train-pause')
  }

  get stop(): Locator {
    return this.#page.getByTestId('train-stop')
  }

  /** "step 320 of 600" */
  get step(): Locator {
    return this.#page.getByTestId('training-step')
  }

  get answers(): Locator {
    return this.#page.getByTestId('answers')
  }

  get scrubber(): Locator {
    return this.#page.getByTestId('snapshot-scrubber')
  }

  get snapshotStep(): Locator {
    return this.#page.getByTestId('snapshot-step')
  }

  get watch(): Locator {
    return this.#page.getByTestId('watch-it-learn')
  }

  /** Settings by name, as they are typed or chosen. */
  async set(settings: Readonly<Record<string, string>>): Promise<void> {
    await this.#open()
    for (const [name, value] of Object.entries(settings)) {
      const field = this.#page.getByTestId(`setting-${name}`)
      if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value)
      else await field.fill(value)
    }
  }

  /** Forgets what the template has learned. */
  async beginUntrained(): Promise<void> {
    await this.#open()
    await expect(this.#page.getByTestId('setting-steps')).toBeVisible()
    const forget = this.#page.getByRole('button', { name: 'Begin untrained' })
    if (await forget.isVisible()) await forget.click()
  }

  /** The page was loaded anew, and counts from the beginning. */
  forget(): void {
    this.#started = 0
  }

  async start(): Promise<void> {
    this.#started += 1
    await this.train.click()
    await expect(this.#page.getByTestId('training-number')).toHaveText(String(this.#started))
  }

  async toEnd(): Promise<void> {
    await expect(this.train).toBeVisible({ timeout: 50_000 })
  }

  /** The first loss of the curve and the last, as the chart is described to who cannot see it. */
  async losses(): Promise<number[]> {
    const text = await this.#page
      .getByRole('img', { name: /^Loss over the steps/ })
      .getAttribute('aria-label')
    return [...(text ?? '').matchAll(/(?:from|to) ([\d.e+-]+)/g)].map(([, value]) => Number(value))
  }

  async #open(): Promise<void> {
    await this.#page.getByTestId('tab-training').click()
    await this.#page.getByTestId('training-settings').click()
  }
}
