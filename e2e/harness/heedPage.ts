/** The page as a user sees it: what can be done on it, and what it shows. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Door } from './door'
import { ModelPart } from './modelPart'
import { TrainingPart } from './trainingPart'

interface Point {
  readonly x: number
  readonly y: number
}

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

  /** An output, where both sides of a node may have a port of that name. */
  source(node: string, port: string): Locator {
    return this.page.locator(`.source[data-testid="port-${node}-${port}"]`)
  }

  /** An input. */
  target(node: string, port: string): Locator {
    return this.page.locator(`.target[data-testid="port-${node}-${port}"]`)
  }

  get canvas(): Locator {
    return this.page.getByTestId('canvas').first()
  }

  /** On the screen, a point of the canvas, or of a node that has come to rest, from its upper left corner. */
  async pointOf({ x, y }: Point, inside?: Locator): Promise<Point> {
    if (inside !== undefined) await middleOf(inside)
    const box = await (inside ?? this.canvas).boundingBox()
    if (!box) throw new Error('there is no canvas')
    return { x: box.x + x, y: box.y + y }
  }

  /** Drags a kind from the list to a point of the canvas; or of a node, from its upper left corner. */
  async dropKind(kind: string, at: Point, inside?: Locator): Promise<void> {
    const entry = this.page.getByTestId(`palette-${kind}`)
    await entry.scrollIntoViewIfNeeded()
    const [from, to] = [await middleOf(entry), await this.pointOf(at, inside)]
    await this.page.mouse.move(from.x, from.y)
    await this.page.mouse.down()
    await this.page.mouse.move(to.x - 30, to.y - 20, { steps: 4 })
    await this.page.mouse.move(to.x, to.y, { steps: 3 })
    await this.page.mouse.up()
  }

  /** Chooses from whichever list is open, by typing and Enter. */
  async choose(text: string): Promise<void> {
    await expect(this.choices).toBeFocused()
    await this.page.keyboard.type(text)
    await this.page.keyboard.press('Enter')
    await expect(this.choices).toBeHidden()
  }

  /** Where the canvas is seen from: what is moved and how far away. */
  async seen(): Promise<{ x: number; y: number; zoom: number }> {
    const matrix = await this.page
      .locator('.react-flow__viewport')
      .evaluate((element) => new DOMMatrix(getComputedStyle(element).transform))
    return { x: matrix.e, y: matrix.f, zoom: matrix.a }
  }

  /** The same, once the canvas has come to rest. */
  async seenAtRest(): Promise<{ x: number; y: number; zoom: number }> {
    let last = await this.seen()
    await expect(async () => {
      const before = last
      last = await this.seen()
      expect(last).toEqual(before)
    }).toPass({ intervals: [60] })
    return last
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

  /** Drags from one port to another, or to a point of the canvas, and does not let go. */
  async dragTowards(from: Locator, to: Locator | Point): Promise<void> {
    const start = await middleOf(from)
    const end = 'x' in to ? await this.pointOf(to) : await middleOf(to)
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
    if (!(await table.isVisible()))
      await this.page.getByRole('button', { name: 'Numbers', exact: true }).click()
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
export async function middleOf(locator: Locator): Promise<Point> {
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
