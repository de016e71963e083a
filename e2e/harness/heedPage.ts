/** The page as a user sees it: what can be done on it, and what it shows. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Door } from './door'
import { ModelPart } from './modelPart'
import { TrainingPart } from './trainingPart'

export class HeedPage {
  readonly page: Page
  /** What the page's console complained of: nothing, in a scenario that goes well. */
  readonly complaints: string[] = []
  readonly training: TrainingPart
  /** A model made elsewhere. */
  readonly model: ModelPart
  readonly #door: Door

  constructor(door: Door) {
    this.#door = door
    this.page = door.page
    this.training = new TrainingPart(door.page)
    this.model = new ModelPart(door)
    this.page.on('pageerror', (error) => this.complaints.push(error.message))
    this.page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    // Asked whether to leave changes behind, the scenarios say yes.
    this.page.on('dialog', (dialog) => void dialog.accept())
  }

  // ————— documents

  async openTemplate(id: string): Promise<void> {
    await this.page.getByTestId(`template-${id}`).click()
    await expect(this.page.getByTestId('canvas').first()).toBeVisible()
  }

  async newDocument(): Promise<void> {
    await this.page.getByTestId('new-document').click()
    await expect(this.page.getByTestId('canvas').first()).toBeVisible()
  }

  async toGallery(): Promise<void> {
    await this.page.getByRole('button', { name: 'Gallery' }).click()
    await expect(this.page.getByTestId('gallery').first()).toBeVisible()
  }

  save(): Promise<string> {
    return this.#door.fileFrom(() => this.page.getByTestId('save').click())
  }

  exportOnnx(): Promise<string> {
    return this.#door.fileFrom(() => this.page.getByTestId('export').click())
  }

  openFile(path: string): Promise<void> {
    return this.#door.giveFile(path, () => this.page.getByTestId('open-file').click())
  }

  get title(): Locator {
    return this.page.getByTestId('document-title')
  }

  // ————— canvas

  node(id: string): Locator {
    return this.page.getByTestId(`node-${id}`)
  }

  nodes(): Locator {
    return this.page.locator('.react-flow__node')
  }

  /** Ids of the nodes, in the order in which they were added. */
  nodeIds(): Promise<string[]> {
    return this.nodes().evaluateAll((nodes) => nodes.map((node) => node.getAttribute('data-id') ?? ''))
  }

  wires(): Locator {
    return this.page.locator('[data-testid^="wire-"]')
  }

  addKind(kind: string): Promise<void> {
    return this.page.getByTestId(`palette-${kind}`).click()
  }

  port(node: string, port: string): Locator {
    return this.page.getByTestId(`port-${node}-${port}`)
  }

  /** The search field of whichever list is open to choose from. */
  get choices(): Locator {
    return this.page.getByTestId('choice-search')
  }

  /** Drags from one port to another. */
  async wire(from: Locator, to: Locator): Promise<void> {
    await this.dragTowards(from, to)
    await this.page.mouse.up()
  }

  /** Drags from one port to another, and does not let go. */
  async dragTowards(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await middleOf(from), await middleOf(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 })
    await this.page.mouse.move(end.x, end.y, { steps: 4 })
  }

  // ————— runs

  input(field: string): Locator {
    return this.page.getByTestId(`input-${field}`)
  }

  async run(): Promise<void> {
    await this.page.getByTestId('run').click()
  }

  /** Waits for a run to end well. */
  async runToEnd(): Promise<void> {
    await this.run()
    await expect(this.page.getByTestId('stop')).toBeDisabled({ timeout: 20_000 })
    await this.page.getByTestId('tab-output').click()
    await expect(this.outputText).not.toBeEmpty()
    await this.page.getByTestId('tab-attention').click()
  }

  get outputText(): Locator {
    return this.page.getByTestId('output-text').first()
  }

  get faults(): Locator {
    return this.page.getByTestId('notice-fault')
  }

  // ————— attention

  /** "step 3/9" of the playback. */
  get step(): Locator {
    return this.page.locator('.attention-step')
  }

  get scrubber(): Locator {
    return this.page.getByRole('slider', { name: 'Step' })
  }

  /** Weights as numbers, row by row; rows that have not come yet are left out. */
  async numbers(): Promise<{ columns: string[]; rows: { label: string; weights: number[] }[] }> {
    const table = this.page.getByRole('region', { name: 'Weights as numbers' })
    if (!(await table.isVisible())) await this.page.getByRole('button', { name: 'Numbers' }).click()
    const columns = await table.locator('thead th').allTextContents()
    const rows = []
    for (const row of await table.locator('tbody tr').all()) {
      const cells = await row.locator('td').allTextContents()
      if (cells.every((cell) => cell !== ''))
        rows.push({ label: (await row.locator('th').textContent()) ?? '', weights: cells.map(Number) })
    }
    return { columns, rows }
  }
}

/** The middle of what is on the screen, once it has come to rest: the canvas may still be gliding to what was added. */
export async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
  let last = ''
  let middle = { x: 0, y: 0 }
  await expect(async () => {
    const box = await locator.boundingBox()
    if (!box) throw new Error('it is not on the screen')
    middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    const before = last
    last = `${middle.x} ${middle.y}`
    expect(last).toBe(before)
  }).toPass({ intervals: [50] })
  return middle
}
