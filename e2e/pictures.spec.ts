/** Every view has its Save: what is written is what was shown, in any size, in both themes, with or without a ground. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { decode } from 'fast-png'
import { test } from './harness/test'

const bert = join(import.meta.dirname, '../src-main/inputs/fixtures/bert/model.onnx')

class SaveBox {
  readonly box: Locator

  constructor(readonly page: Page) {
    this.box = page.getByRole('dialog', { name: 'Save what is shown' })
  }

  async open(within: Locator): Promise<void> {
    await within.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(this.box).toBeVisible()
  }

  /** Bytes of what a button of a row saves; the box closes. */
  async take(row: string, format: string): Promise<Buffer> {
    const line = this.box.locator('.attention-save-row').filter({ hasText: row })
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      line.getByRole('button', { name: format, exact: true }).click(),
    ])
    await expect(this.box).toBeHidden()
    return readFileSync(await download.path())
  }
}

function widthOf(svg: string): number {
  return Number(/<svg [^>]*width="(\d+)"/.exec(svg)![1])
}

test('a model: heads, graph, and a tensor, of any size and without a ground', async ({ heed }) => {
  const { page, model } = heed
  const save = new SaveBox(page)
  await heed.openFile(bert)
  await model.opened()
  await model.run()

  const heads = page.locator('.heads-bar')
  await save.open(heads)
  const svg = (await save.take('Heads', 'SVG')).toString()
  expect(svg).toContain('>rollout<')
  await save.open(heads)
  await save.box.getByLabel('Pixels for one unit of the picture').fill('3.5')
  const large = decode(await save.take('Heads', 'PNG'))
  expect(large.width).toBe(Math.round(widthOf(svg) * 3.5))

  await model.showGraph()
  const graph = page.getByRole('navigation', { name: 'Place in the model' })
  await save.open(graph)
  await save.box.getByRole('button', { name: 'dark', exact: true }).click()
  await save.box.getByRole('button', { name: 'clear', exact: true }).click()
  const level = (await save.take('Graph', 'SVG')).toString()
  for (const text of ['input_ids', 'attention_mask', 'logits', 'model']) expect(level).toContain(`>${text}<`)
  expect(level).not.toContain('data-part="ground"')
  expect(level).toContain('#e7eaf0')
  await save.open(graph)
  const clear = decode(await save.take('Graph', 'PNG'))
  expect(clear.channels).toBe(4)
  expect(clear.data[3]).toBe(0)

  await model.find('Softmax')
  await model.details.getByRole('button', { name: 'Look', exact: true }).last().click()
  await expect(model.tensor).toContainText('deviation', { timeout: 20_000 })
  await save.open(model.tensor)
  await save.box.getByRole('button', { name: '1×', exact: true }).click()
  expect((await save.take('Picture', 'SVG')).toString()).toMatch(/float32 1 × 2 × \d+ × \d+ · at 0, 0/)
  expect(heed.complaints).toEqual([])
})

test('states and inputs leave as pictures and as numbers', async ({ heed }) => {
  const { page } = heed
  const save = new SaveBox(page)
  await heed.openTemplate('translation-attention')
  await heed.runToEnd()
  await page.getByTestId('tab-states').click()
  const states = page.getByRole('region', { name: 'States' })
  await save.open(states)
  const csv = (await save.take('Numbers', 'CSV')).toString().trimEnd().split('\r\n')
  expect(csv[0]).toMatch(/^,unit 1,unit 2/)
  expect(csv[1]).toMatch(/^three,/)
  await page.getByRole('tab', { name: 'Inputs' }).click()
  const inputs = page.getByRole('region', { name: 'Inputs' })
  await save.open(inputs)
  expect((await save.take('Inputs', 'SVG')).toString()).toContain('>three<')
  await save.open(inputs)
  expect((await save.take('Numbers', 'CSV')).toString()).toMatch(/English words,three,,-?\d/)
  expect(heed.complaints).toEqual([])
})

test('a training leaves as curves, and as a GIF of how it learned to look', async ({ heed }) => {
  const { page, training } = heed
  const save = new SaveBox(page)
  await heed.openTemplate('translation-attention')
  await training.beginUntrained()
  await training.set({ steps: '20', every: '10' })
  await training.start()
  await training.toEnd()
  const curves = page.locator('.curves')
  await save.open(curves)
  const svg = (await save.take('Curves', 'SVG')).toString()
  for (const text of ['Loss', 'Right on unseen examples', 'each batch']) expect(svg).toContain(`>${text}<`)
  await save.open(curves)
  const csv = (await save.take('Numbers', 'CSV')).toString().trimEnd().split('\r\n')
  expect(csv[0]).toMatch(/^step,loss each batch/)
  expect(csv).toHaveLength(22)
  await page.getByTestId('tab-attention').click()
  await save.open(page.getByRole('region', { name: 'Attention' }))
  expect((await save.take('Learning', 'GIF')).toString('latin1', 0, 6)).toBe('GIF89a')
  expect(heed.complaints).toEqual([])
})
