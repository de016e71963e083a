/** The main job: open, type, run, see; save, reopen, export. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from './harness/test'

test('a template is opened, a sentence typed, and attention arrives row by row', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('three hundred and ninety seven')
  await heed.runToEnd()
  const { columns, rows } = await heed.numbers()
  expect(columns.slice(0, 5)).toEqual(['three', 'hundred', 'and', 'ninety', 'seven'])
  expect(rows.length).toBeGreaterThan(1)
  for (const { weights } of rows) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1)
})

test('the steps of a run are scrubbed back and forth', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.runToEnd()
  const all = (await heed.numbers()).rows.length
  await heed.scrubber.fill('2')
  await expect(heed.step).toHaveText(`step 2/${all}`)
  expect((await heed.numbers()).rows).toHaveLength(2)
  await heed.scrubber.fill(String(all))
  await expect(heed.step).toHaveText(`step ${all}/${all}`)
  expect((await heed.numbers()).rows).toHaveLength(all)
})

test('the same sentence gives the same numbers after saving and opening again', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('ninety seven')
  await heed.runToEnd()
  const before = await heed.numbers()
  const path = await heed.save()
  expect((await readFile(path)).subarray(0, 2).toString()).toBe('PK')
  await heed.toGallery()
  await heed.openFile(path)
  await expect(heed.title).toHaveValue('Translation with attention')
  await heed.input('source').fill('ninety seven')
  await heed.runToEnd()
  expect(await heed.numbers()).toEqual(before)
})

test('a document is exported as ONNX', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const path = await heed.exportOnnx()
  expect((await readFile(path)).byteLength).toBeGreaterThan(1000)
})

test('nothing typed is said in a sentence, and the page goes on', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('')
  await heed.run()
  await expect(heed.page.locator('body')).not.toContainText('inside Heed')
  await heed.input('source').fill('two')
  await heed.runToEnd()
})

test('unknown words are named', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('ninety xyzzy')
  await expect(heed.page.getByText('“xyzzy”').first()).toBeVisible()
  await heed.runToEnd()
})

test('ten thousand words are survived', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('ninety seven '.repeat(5000))
  await heed.run()
  await expect(heed.page.getByTestId('stop')).toBeDisabled({ timeout: 40_000 })
  await heed.input('source').fill('two')
  await heed.runToEnd()
  expect((await heed.numbers()).columns.length).toBeLessThan(10)
})

test('a broken file is refused in a sentence', async ({ heed }, info) => {
  const path = info.outputPath('broken.heed')
  await writeFile(path, 'PK not a zip')
  await heed.openFile(path)
  await expect(heed.faults).toBeVisible()
  await expect(heed.faults).not.toContainText('inside Heed')
  await heed.openTemplate('translation-attention')
})
