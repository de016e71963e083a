/** Looking closer at a model made elsewhere, and taking pictures and numbers out. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page } from '@playwright/test'
import { decode } from 'fast-png'
import { test } from './harness/test'

const fixtures = join(import.meta.dirname, '../src-main/inputs/fixtures')

const bar = (page: Page, name: string): Locator => page.getByRole('region', { name })

/** Bytes of what a button of the menu saves. */
async function saved(page: Page, within: Locator, row: string, format: string): Promise<Buffer> {
  const menu = page.getByRole('dialog', { name: 'Save what is shown' })
  if ((await menu.count()) === 0) await within.getByRole('button', { name: 'Save', exact: true }).click()
  const line = menu.locator('.attention-save-row').filter({ hasText: row })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    line.getByRole('button', { name: format, exact: true }).click(),
  ])
  return readFileSync(await download.path())
}

async function openModel(page: Page, files: readonly string[]): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByTestId('open-file').click(),
  ])
  await chooser.setFiles([...files])
}

test('pictures and numbers of a run', async ({ heed }) => {
  const { page } = heed
  await heed.openTemplate('translation-attention')
  await heed.runToEnd()
  const attention = bar(page, 'Attention')
  const svg = (await saved(page, attention, 'Lines', 'SVG')).toString()
  for (const word of ['three', 'hundred', 'quatre', 'vingt', '&lt;end&gt;'])
    expect(svg).toContain(`>${word}<`)
  expect(svg).not.toContain('foreignObject')
  const [, width] = /<svg [^>]*width="(\d+)"/.exec(svg)!
  const png = decode(await saved(page, attention, 'Grid', 'PNG'))
  expect(png.width).toBeGreaterThan(400)
  expect(Number(width)).toBeGreaterThan(300)
  expect(new Set(png.data).size).toBeGreaterThan(100)
  const csv = (await saved(page, attention, 'Numbers', 'CSV')).toString().trimEnd().split('\r\n')
  expect(csv[0]).toBe(',three,hundred,and,ninety,seven')
  expect(csv).toHaveLength(11)
  const json = JSON.parse((await saved(page, attention, 'Numbers', 'JSON')).toString())
  expect(json.weights[0][0][0]).toBeCloseTo(Number(csv[1]!.split(',')[1]), 6)
  const npy = await saved(page, attention, 'Numbers', 'NPY')
  expect(npy.toString('latin1')).toContain("'shape': (1, 10, 5)")
  expect((await saved(page, attention, 'Lines', 'GIF')).toString('latin1', 0, 6)).toBe('GIF89a')
  expect(heed.complaints).toEqual([])
})

test('BERT: sub-words are words, special tokens are hidden and it is said how much they held', async ({
  heed,
}) => {
  const { page } = heed
  const bert = (file: string) => join(fixtures, 'bert', file)
  await openModel(page, ['model.onnx', 'tokenizer.json', 'config.json'].map(bert))
  await heed.model.opened()
  await heed.model.run()
  const rows = page.getByRole('listbox', { name: 'Rows: words' })
  await expect(rows.getByRole('option').nth(3)).toHaveText('sat')
  const tokens = page.getByRole('group', { name: 'Tokens' })
  await tokens.getByRole('button', { name: 'Words' }).click()
  await expect(rows.getByRole('option').nth(3)).toHaveText('s')
  await tokens.getByRole('button', { name: 'Words' }).click()
  await tokens.getByRole('button', { name: 'No specials' }).click()
  await expect(rows.getByRole('option').first()).toHaveText('the')
  await rows.getByRole('option').first().click()
  await expect(page.getByText(/\d % of its weight lay on hidden tokens/).last()).toBeVisible()
  const json = JSON.parse((await saved(page, bar(page, 'Attention'), 'Numbers', 'JSON')).toString())
  expect(json.done).toHaveLength(2)
  expect(json.columns).toEqual(json.rows)
  expect(json.columns).not.toContain('[CLS]')
  for (const row of json.weights[0])
    expect(row.reduce((sum: number, w: number) => sum + w, 0)).toBeCloseTo(1, 4)
  expect(heed.complaints).toEqual([])
})

test('ViT: a patch of the picture, and the class token, show where they look', async ({ heed }) => {
  const { page } = heed
  const vit = (file: string) => join(fixtures, 'vit', file)
  await openModel(page, ['model.onnx', 'preprocessor_config.json', 'config.json'].map(vit))
  await heed.model.opened()
  await heed.model.run()
  const lit = page.locator('.attention-lit')
  const before = await lit.getAttribute('data-brightest')
  const box = (await lit.boundingBox())!
  await lit.click({ position: { x: box.width * 0.8, y: box.height * 0.5 } })
  await expect(page.locator('.attention-said')).toContainText('2, 3 looks at')
  await page.getByRole('option', { name: 'class' }).first().click()
  await expect(page.locator('.attention-said')).toContainText('class looks at')
  await expect(lit).toHaveAttribute('data-brightest', before!)
  const svg = (await saved(page, bar(page, 'Attention'), 'Picture', 'SVG')).toString()
  expect(svg).toContain('data:image/png;base64,')
  // All layers as one: a site like the others.
  await page.getByLabel('Attention site').selectOption({ label: 'Rollout of all layers' })
  await expect(page.locator('.attention-lit')).toBeVisible()
  expect(heed.complaints).toEqual([])
})
