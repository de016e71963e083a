/**
 * What screen readers and keyboards meet: nothing that axe finds serious or critical, on any screen, light and dark, on a 13-inch screen and
 * on the same screen at 200 %.
 */
import { join } from 'node:path'
import type { HeedPage } from './harness/heedPage'
import { root } from './harness/places'
import { expectReach, expectSound, MAGNIFIED } from './harness/sound'
import { expect, test } from './harness/test'

const fixture = (name: string) => join(root, 'src-main', 'inspect', 'fixtures', name)

// A trace of each screen would take longer than looking at it.
test.use({ trace: 'off' })

for (const scheme of ['light', 'dark'] as const) {
  /** What is not a matter of colours is the same in both. */
  const sound: Look = (heed, where) => expectSound(heed, where, scheme === 'light' ? 'all' : 'contrast')

  test.describe(scheme, () => {
    test.beforeEach(({ heed }) => heed.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' }))

    test('gallery, empty canvas, editor and what opens over it', async ({ heed }) => {
      await sound(heed, 'gallery')
      await heed.newDocument()
      await sound(heed, 'empty canvas')
      await heed.toGallery()
      await heed.openTemplate('translation-attention')
      await sound(heed, 'editor')
      await popups(heed, sound)
      await heed.runToEnd()
      await everyTab(heed, sound)
      await details(heed, sound)
    })

    test('views of pictures and memories, and a training', async ({ heed }) => {
      await heed.openTemplate('caption')
      await heed.runToEnd()
      await sound(heed, 'picture')
      await saveBox(heed, sound)
      await heed.toGallery()
      await heed.openTemplate('memory-network')
      await heed.runToEnd()
      await sound(heed, 'memory')
      await training(heed, sound)
    })

    test('a model made elsewhere: form, heads, comparison, graph, tensor', ({ heed }) => model(heed, sound))
  })
}

test.describe('at 200 %', () => {
  test.beforeEach(async ({ heed }, { project }) => {
    test.skip(project.name === 'desktop', 'the window has the size of its screen')
    await heed.page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await heed.page.setViewportSize(MAGNIFIED)
  })

  async function sound(heed: HeedPage, where: string): Promise<void> {
    await expectSound(heed, where, 'all but contrast')
    await expectReach(heed, where)
  }

  test('gallery, editor, its tabs, panel and popups are sound and in reach', async ({ heed }) => {
    await sound(heed, 'gallery')
    await heed.openTemplate('translation-attention')
    await popups(heed, sound)
    await heed.runToEnd()
    await everyTab(heed, sound)
    await saveBox(heed, sound)
    await heed.page.getByRole('button', { name: 'Show the list of nodes' }).click()
    await sound(heed, 'list of nodes')
    await heed.page.getByRole('button', { name: 'Hide the list of nodes' }).click()
    await heed.page.getByRole('button', { name: 'Show the details' }).click()
    await details(heed, sound)
    await training(heed, sound)
  })

  test('a model made elsewhere is sound and in reach', ({ heed }) => model(heed, sound))

  test('a number is typed and run, its lines are seen, and what folds away is opened', async ({ heed }) => {
    const { page } = heed
    await heed.openTemplate('translation-attention')
    await heed.input('source').fill('forty two')
    await heed.run()
    await expect(page.getByRole('option', { name: 'quarante', exact: true })).toBeInViewport({ ratio: 0.9 })
    await expect(page.getByRole('option', { name: 'forty', exact: true })).toBeInViewport({ ratio: 0.9 })
    await heed.scrubber.press('Home')
    await expect(heed.step).toContainText('step 0')
    await page.getByRole('button', { name: 'Show the list of nodes' }).click()
    await page.getByTestId('palette-search').fill('gru')
    await page.getByTestId('palette-gru').click()
    await expect(heed.node('gru')).toBeVisible()
    await page.getByRole('button', { name: 'Hide the list of nodes' }).click()
    await page.getByRole('button', { name: 'Show the details' }).click()
    await expect(page.getByRole('complementary')).toContainText('A recurrent layer')
    await page.getByTestId('commands').click()
    await heed.choose('undo')
    await expect(heed.node('gru')).toBeHidden()
  })
})

type Look = (heed: HeedPage, where: string) => Promise<void>

async function popups(heed: HeedPage, look: Look): Promise<void> {
  const { page } = heed
  await page.keyboard.press('Control+k')
  await look(heed, 'command palette')
  await heed.choices.fill('no such thing')
  await look(heed, 'command palette without a match')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+A')
  await look(heed, 'nodes to add')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+?')
  await look(heed, 'shortcuts')
  await page.keyboard.press('Escape')
  await page.locator('.react-flow__node[data-id="attention"]').focus()
  await page.keyboard.press('w')
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(heed, 'wiring by keyboard')
  await page.keyboard.press('Escape')
}

async function everyTab(heed: HeedPage, look: Look): Promise<void> {
  for (const tab of await heed.page.locator('.dock-bar').getByRole('tab').all()) {
    await tab.click()
    await look(heed, `dock: ${await tab.textContent()}`)
  }
  await heed.page.getByTestId('tab-attention').click()
}

async function saveBox(heed: HeedPage, look: Look): Promise<void> {
  const save = heed.page.locator('.attention-save > button')
  await save.click()
  await look(heed, 'what is saved')
  await save.click()
}

/** Of the document, and of a node. */
async function details(heed: HeedPage, look: Look): Promise<void> {
  const { page } = heed
  await look(heed, 'details of the document')
  // By keyboard: from far away a card has no head to click on.
  await page.locator('.react-flow__node[data-id="attention"]').focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.react-flow__node.selected')).toHaveCount(1)
  await look(heed, 'details of a node')
}

async function training(heed: HeedPage, look: Look): Promise<void> {
  const { page } = heed
  await page.getByTestId('tab-training').click()
  await page.getByTestId('training-data').click()
  await look(heed, 'training: data')
  await page.getByTestId('training-settings').click()
  await look(heed, 'training: settings')
  await heed.training.start()
  await page.getByTestId('training-answers').click()
  await expect(heed.training.answers).toBeVisible({ timeout: 30_000 })
  await page.getByTestId('dock-maximise').click()
  await heed.training.stop.click()
  await heed.training.toEnd()
  await look(heed, 'training: curves, answers, snapshots')
}

async function model(heed: HeedPage, look: Look): Promise<void> {
  const { page } = heed
  await heed.openFile(fixture('gpt2-17.onnx'))
  await expect(page.getByTestId('run-model')).toBeEnabled({ timeout: 20_000 })
  await look(heed, 'form of the model')
  await heed.model.run()
  await heed.model.look(2, 2)
  await look(heed, 'heads')
  await page.getByTestId('compare').click()
  await heed.model.run()
  await expect(page.getByTestId('overview-second')).toBeVisible()
  await look(heed, 'comparison')
  await page.getByTestId('end-comparison').click()
  await heed.model.showGraph()
  await look(heed, 'graph')
  await page.keyboard.press('Control+f')
  await page.getByTestId('find-text').fill('Softmax')
  await expect(page.getByTestId('found-0')).toBeVisible()
  await look(heed, 'what is found')
  await page.keyboard.press('Enter')
  const show = page.getByRole('button', { name: 'Show the details' })
  if (await show.isVisible()) await show.click()
  await expect(heed.model.details.getByRole('heading', { name: 'Softmax' })).toBeVisible()
  await heed.model.details.getByRole('button', { name: 'Look', exact: true }).last().click()
  await expect(heed.model.tensor).toContainText('deviation', { timeout: 20_000 })
  await look(heed, 'tensor')
}
