/** The screen of a model made elsewhere, as a user sees it. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Door } from './door'

export class ModelPart {
  readonly page: Page
  readonly #door: Door

  constructor(door: Door) {
    this.#door = door
    this.page = door.page
  }

  /** Waits until the model is there, with its form. */
  async opened(): Promise<void> {
    await expect(this.facts).toBeVisible({ timeout: 20_000 })
    await expect(this.page.getByTestId('run-model')).toBeEnabled({ timeout: 20_000 })
  }

  get facts(): Locator {
    return this.page.getByTestId('model-facts')
  }

  get text(): Locator {
    return this.page.getByTestId(/^model-input-first/).first()
  }

  get heads(): Locator {
    return this.page.getByTestId('overview-first')
  }

  /** The head that the keyboard is on, in words. */
  get current(): Locator {
    return this.page.getByTestId('overview-cell-first')
  }

  /** The head that is shown large, with its strongest weight. */
  get card(): Locator {
    return this.page.getByTestId('cell-card').first()
  }

  /** Runs with what the form holds. */
  async run(): Promise<void> {
    await this.page.getByTestId('run').click()
    await expect(this.page.getByTestId('stop')).toBeDisabled({ timeout: 30_000 })
  }

  /** Looks closer at a head, by keyboard: counted from 1, as the page counts. */
  async look(layer: number, head: number): Promise<void> {
    await this.heads.focus()
    await this.heads.press('PageUp')
    await this.heads.press('Home')
    for (let i = 1; i < layer; i++) await this.heads.press('ArrowDown')
    for (let i = 1; i < head; i++) await this.heads.press('ArrowRight')
    await this.heads.press('Enter')
  }

  // ————— graph

  get graph(): Locator {
    return this.page.getByTestId('model-graph')
  }

  cards(): Locator {
    return this.graph.locator('.model-card')
  }

  cardOf(title: string): Locator {
    return this.graph.locator(`.model-card[data-title="${title}"]`)
  }

  get here(): Locator {
    return this.page.getByTestId('breadcrumb-here')
  }

  async showGraph(): Promise<void> {
    await this.page.getByTestId('model-tab-graph').click()
    await expect(this.cards().first()).toBeVisible()
  }

  /** Searches the model, and goes to what is found first. */
  async find(text: string): Promise<void> {
    await this.page.keyboard.press('Control+f')
    await this.page.getByTestId('find-text').fill(text)
    await expect(this.page.getByTestId('found-0')).toBeVisible()
    await this.page.keyboard.press('Enter')
  }

  get details(): Locator {
    return this.page.getByTestId('node-details')
  }

  get tensor(): Locator {
    return this.page.getByTestId('tensor')
  }

  saveTensor(): Promise<string> {
    return this.#door.fileFrom(() => this.page.getByTestId('save-tensor').click())
  }
}
