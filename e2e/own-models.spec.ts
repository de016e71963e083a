/** What people do with models of their own: start with one, drop what belongs together, stop what does not end. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Page } from '@playwright/test'
import { encodeNpz } from '#main/files/npz'
import { encodeModel } from '#main/onnx/encode'
import { browserDoor } from './harness/door'
import { endless } from './harness/endless'
import { HeedPage } from './harness/heedPage'
import { root } from './harness/places'
import { startServer } from './harness/server'
import { expect, test } from './harness/test'

const INPUTS = join(root, 'src-main', 'inputs', 'fixtures')
const spoken = (...parts: string[]) => join(INPUTS, ...parts)

let folder = ''
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-e2e-own-'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

/** Drops files on the window, as from a folder. */
async function drop(page: Page, ...paths: string[]): Promise<void> {
  const files = await Promise.all(
    paths.map(async (path) => ({ name: basename(path), data: (await readFile(path)).toString('base64') })),
  )
  const transfer = await page.evaluateHandle((given) => {
    const made = new DataTransfer()
    for (const { name, data } of given) {
      const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))
      made.items.add(new File([bytes], name))
    }
    return made
  }, files)
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
}

test('a start with a model shows it, with the tokenizer beside it', async ({ browser }, { project }) => {
  test.skip(project.name === 'desktop', 'the server is started here')
  const server = await startServer(0, undefined, spoken('bert', 'model.onnx'))
  try {
    const heed = new HeedPage(await browserDoor(await browser.newPage(project.use), server))
    await heed.model.opened()
    await expect(heed.page.locator('.model-form')).toContainText('tokenizer.json')
    await heed.page.close()
  } finally {
    await server.stop()
  }
})

test('a model, its tokenizer and arrays are dropped', async ({ heed }) => {
  await drop(heed.page, spoken('bert', 'model.onnx'), spoken('bert', 'tokenizer.json'))
  await heed.model.opened()
  const form = heed.page.locator('.model-form')
  await expect(form).toContainText('tokenizer.json')
  const feeds = join(folder, 'feeds.npz')
  const ids = { dtype: 'int64', dims: [1, 3], data: BigInt64Array.of(2n, 5n, 3n) } as const
  await writeFile(feeds, encodeNpz({ input_ids: ids }))
  await drop(heed.page, feeds)
  await expect(heed.page.getByTestId('given-arrays')).toContainText('input_ids: taken from feeds.npz')
  await heed.model.run()
  await expect(heed.page.getByTestId('tokens').first()).toContainText('3 of 48 tokens')
  await form.getByRole('button', { name: 'Use the text' }).click()
  await expect(heed.page.getByTestId('given-arrays')).toBeHidden()
})

test('both halves of a pair are dropped at once, or one after the other', async ({ heed }) => {
  const [encoder, decoder] = [spoken('t5', 'encoder_model.onnx'), spoken('t5', 'decoder_model.onnx')]
  const form = heed.page.locator('.model-form')
  await drop(heed.page, decoder, encoder, spoken('t5', 'tokenizer.json'))
  await heed.model.opened()
  await expect(form).toContainText('with its decoder, decoder_model.onnx')
  await heed.toGallery()
  await drop(heed.page, decoder)
  await heed.model.opened()
  await expect(form).toContainText('Other half of a pair')
  await drop(heed.page, encoder)
  await expect(form).toContainText('with its encoder, encoder_model.onnx')
  await heed.model.run()
  await expect(heed.model.facts).toContainText('Places of attention 6')
})

test('a run that does not end is spoken of within five seconds, and can be stopped', async ({ heed }) => {
  const path = join(folder, 'endless.onnx')
  await writeFile(path, encodeModel(endless()))
  await heed.openFile(path)
  await heed.model.opened()
  await heed.page.getByTestId('run').click()
  const notice = heed.page.getByTestId('notice-hint')
  await expect(notice).toContainText('has no number of steps in the file', { timeout: 5000 })
  await notice.getByRole('button', { name: 'Stop it' }).click()
  await expect(heed.page.getByTestId('stop')).toBeDisabled()
  await heed.toGallery()
  await heed.openTemplate('translation-attention')
})

test('opening is stopped while a large file is on its way', async ({ heed }) => {
  const path = join(folder, 'large.onnx')
  await writeFile(path, Buffer.alloc(160 * 2 ** 20))
  await heed.openFile(path)
  await heed.page.getByRole('button', { name: 'Cancel' }).click()
  await expect(heed.page.getByText('Opening was stopped')).toBeAttached()
  await expect(heed.page.getByTestId('gallery')).toBeVisible()
})
