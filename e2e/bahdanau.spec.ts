/**
 * The model of Bahdanau et al. (1409.0473) from an empty canvas, by the gestures of somebody who has read nothing: dragged from the list, wired
 * from port to port, a wire let go on the empty canvas, a double-click, a refused wire and its mend. Then trained, run and seen; then
 * undone to the empty canvas and done again to the end, with the saved document the same at each step.
 */
import { readFile } from 'node:fs/promises'
import { decodeHeedFile } from '#main/files/heedFile'
import type { HeedDocument } from '#shared/document/document'
import { type HeedPage, middleOf } from './harness/heedPage'
import { expect, test } from './harness/test'

// More than two hundred gestures and saves: a trace of each would take as long as they do.
test.use({ trace: 'off' })

class Builder {
  readonly #heed: HeedPage
  /** The saved document at the beginning and after each step, as text. */
  readonly #saved: string[] = []

  constructor(heed: HeedPage) {
    this.#heed = heed
  }

  get steps(): number {
    return this.#saved.length - 1
  }

  /** What can be undone, by its name: empty when there is nothing. */
  get #undo() {
    return this.#heed.page.getByTestId('undo')
  }

  async begin(): Promise<void> {
    this.#saved.push(await this.#save())
  }

  /** One gesture, which is one step of the history with this name. */
  async step(name: string, gesture: () => Promise<unknown>): Promise<void> {
    await gesture()
    await expect(this.#undo).toHaveAttribute('title', `Undo: ${name} (Ctrl+Z)`)
    this.#saved.push(await this.#save())
  }

  wire(from: string, to: string, name: string): Promise<void> {
    const [[source, output], [target, input]] = [from.split('.'), to.split('.')]
    return this.step(`wire ${name}`, () =>
      this.#heed.wire(this.#heed.source(source!, output!), this.#heed.target(target!, input!)),
    )
  }

  async undoToEmpty(): Promise<void> {
    for (let at = this.steps - 1; at >= 0; at -= 1) {
      const title = (await this.#undo.getAttribute('title')) ?? ''
      await this.#heed.page.keyboard.press('Control+z')
      await expect(this.#heed.page.getByTestId('redo')).toHaveAttribute(
        'title',
        title.replace(/^Undo: (.*) \(.*\)$/, 'Redo: $1 (Ctrl+Y)'),
      )
      expect(await this.#save(), `${title}, step ${at}`).toBe(this.#saved[at])
    }
    await expect(this.#undo).toBeDisabled()
    await expect(this.#heed.nodes()).toHaveCount(0)
  }

  async redoToEnd(): Promise<void> {
    const redo = this.#heed.page.getByTestId('redo')
    for (let at = 1; at <= this.steps; at += 1) {
      const title = (await redo.getAttribute('title')) ?? ''
      await this.#heed.page.keyboard.press('Control+y')
      await expect(this.#undo).toHaveAttribute(
        'title',
        title.replace(/^Redo: (.*) \(.*\)$/, 'Undo: $1 (Ctrl+Z)'),
      )
      expect(await this.#save(), `${title}, step ${at}`).toBe(this.#saved[at])
    }
    await expect(redo).toBeDisabled()
  }

  async document(): Promise<HeedDocument> {
    return decodeHeedFile(await readFile(await this.#heed.save())).document
  }

  async #save(): Promise<string> {
    return JSON.stringify(await this.document(), null, 1)
  }
}

test('the model of the paper is built from nothing, trained, seen, undone and done again', async ({ heed }, {
  project,
}) => {
  test.skip(project.name === 'desktop', 'the window has the size of its screen')
  const { page } = heed
  const { mouse } = page
  test.setTimeout(120_000)
  await page.setViewportSize({ width: 1720, height: 1200 })
  await heed.newDocument()
  const build = new Builder(heed)
  await build.begin()

  // The encoder.
  await build.step('add Words', () => heed.dropKind('words', { x: 100, y: 60 }))
  await build.step('add Embedding', () => heed.dropKind('embedding', { x: 340, y: 60 }))
  await build.wire('words.words', 'embedding.words', 'Words to Embedding')
  await build.step('add GRU', async () => {
    await heed.dragTowards(heed.source('embedding', 'vectors'), { x: 540, y: 90 })
    await mouse.up()
    await heed.choose('gru')
  })
  await build.step('set direction of GRU', () =>
    page.getByTestId('param-direction').selectOption('bidirectional'),
  )

  // The loop, with room for what is done at each step.
  const loop = heed.node('loop-until')
  await build.step('add Until an end word', () => heed.dropKind('loop-until', { x: 200, y: 270 }))
  await build.step('resize Until an end word', async () => {
    const { x, y } = await middleOf(loop)
    const { width, height } = (await loop.boundingBox())!
    const to = await heed.pointOf({ x: 1180, y: 590 })
    await mouse.move(x + width / 2 - 2, y + height / 2 - 2)
    await mouse.down()
    await mouse.move(to.x, to.y, { steps: 5 })
    await mouse.up()
  })
  await build.step('add Embedding', () => heed.dropKind('embedding', { x: 240, y: 110 }, loop))
  await build.step('add Previous', () => heed.dropKind('previous', { x: 240, y: 250 }, loop))
  await build.step('add Additive attention', async () => {
    const at = await heed.pointOf({ x: 370, y: 180 }, loop)
    await mouse.dblclick(at.x, at.y)
    await heed.choose('additive')
  })
  await build.step('add Concatenate', () => heed.dropKind('concatenate', { x: 630, y: 110 }, loop))
  await build.step('add GRU', () => heed.dropKind('gru', { x: 740, y: 230 }, loop))
  await build.step('add Words decision', () => heed.dropKind('decide-words', { x: 890, y: 120 }, loop))

  await page.keyboard.press('Shift+.')
  await heed.seenAtRest()

  // What is read and said at each step.
  await build.wire('loop-until.previous', 'embedding-2.words', 'Until an end word to Embedding')
  await build.wire('previous.value', 'attention-additive.query', 'Previous to Additive attention')
  await build.wire('gru.states', 'attention-additive.keys', 'GRU to Additive attention')
  await build.wire('embedding-2.vectors', 'concatenate.parts', 'Embedding to Concatenate')
  await build.wire('attention-additive.context', 'concatenate.parts', 'Additive attention to Concatenate')
  await build.wire('concatenate.features', 'gru-2.sequence', 'Concatenate to GRU')
  await build.wire('previous.value', 'gru-2.initial', 'Previous to GRU')
  await build.wire('gru-2.states', 'previous.next', 'GRU to Previous')
  await build.wire('gru-2.states', 'decide-words.features', 'GRU to Words decision')
  await build.wire('decide-words.word', 'loop-until.word', 'Words decision to Until an end word')

  // s₀ is made of the encoder's last state, which has another size: the wire is refused, and its mend taken.
  await heed.wire(heed.source('gru', 'last'), heed.target('previous', 'initial'))
  await build.step('insert Dense', () =>
    page.getByTestId('mend').filter({ hasText: 'Insert Dense of 64' }).click(),
  )
  await build.step('set activation of Dense', () => page.getByTestId('param-activation').selectOption('tanh'))

  // The words come with the task.
  await page.getByTestId('tab-problems').click()
  await build.step('learn from number words, English and French', async () => {
    await page.getByRole('button', { name: 'Choose a task', exact: true }).first().click()
    await page.getByTestId('data-task').selectOption('number-words')
  })
  await expect(page.getByTestId('problems-count')).toHaveText('0')
  await build.step('rename the document', async () => {
    await page.keyboard.press('Escape')
    await heed.title.fill('Bahdanau')
  })

  await heed.training.set({ steps: '20', batch: '8', every: '20' })
  await heed.training.start()
  await heed.training.toEnd()
  await heed.runToEnd()
  const { columns, rows } = await heed.numbers()
  expect(columns).toEqual((await heed.input('source').inputValue()).split(' '))
  expect(rows.length).toBeGreaterThan(0)
  for (const { weights } of rows) expect(weights.reduce((a, b) => a + b)).toBeCloseTo(1, 2)

  await build.undoToEmpty()
  await build.redoToEnd()
})
