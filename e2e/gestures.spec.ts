/** Gestures of the canvas by mouse and keys, each as somebody would try it who knows other tools. */
import type { Page } from '@playwright/test'
import { browserDoor } from './harness/door'
import { HeedPage, middleOf } from './harness/heedPage'
import { expect, test } from './harness/test'

/** series and dense, wired; nothing is selected. */
async function twoWired(heed: HeedPage): Promise<void> {
  await heed.newDocument()
  await heed.dropKind('series', { x: 180, y: 90 })
  await heed.dropKind('dense', { x: 520, y: 90 })
  await heed.wire(heed.source('series', 'values'), heed.target('dense', 'features'))
  await expect(heed.wires()).toHaveCount(1)
  await onEmptyCanvas(heed)
}

async function onEmptyCanvas(heed: HeedPage): Promise<void> {
  const { x, y } = await heed.pointOf({ x: 350, y: 330 })
  await heed.page.mouse.click(x, y)
  await expect(selected(heed.page)).toHaveCount(0)
}

function selected(page: Page) {
  return page.locator('.react-flow__node.selected')
}

test('Enter in the list adds what was searched; Delete and Backspace take away; keys undo and do again', async ({
  heed,
}) => {
  const { keyboard } = heed.page
  await heed.newDocument()
  await heed.page.getByTestId('palette-search').fill('lstm')
  await keyboard.press('Enter')
  await expect(heed.node('lstm')).toBeVisible()
  await heed.node('lstm').locator('.card-head').click()
  await keyboard.press('Delete')
  await expect(heed.nodes()).toHaveCount(0)
  await keyboard.press('Control+z')
  await expect(heed.nodes()).toHaveCount(1)
  await heed.node('lstm').locator('.card-head').click()
  await keyboard.press('Backspace')
  await expect(heed.nodes()).toHaveCount(0)
  await keyboard.press('Control+z')
  await keyboard.press('Control+Shift+z')
  await expect(heed.nodes()).toHaveCount(0)
  await expect(heed.page.getByTestId('undo')).toHaveAttribute('title', /^Undo: delete LSTM/)
})

test('one is selected by a click, more with Ctrl, some with a box, all by Ctrl+A, none by Escape', async ({
  heed,
}) => {
  await twoWired(heed)
  const { keyboard, mouse } = heed.page
  await heed.node('series').locator('.card-head').click()
  await expect(selected(heed.page)).toHaveCount(1)
  await heed
    .node('dense')
    .locator('.card-head')
    .click({ modifiers: ['Control'] })
  await expect(selected(heed.page)).toHaveCount(2)
  await onEmptyCanvas(heed)
  const [from, to] = [await heed.pointOf({ x: 380, y: 20 }), await heed.pointOf({ x: 700, y: 220 })]
  await keyboard.down('Shift')
  await mouse.move(from.x, from.y)
  await mouse.down()
  await mouse.move(to.x, to.y, { steps: 5 })
  await mouse.up()
  await keyboard.up('Shift')
  await expect(selected(heed.page)).toHaveCount(1)
  await expect(heed.page.locator('.react-flow__node.selected[data-id="dense"]')).toBeVisible()
  await keyboard.press('Control+a')
  await expect(selected(heed.page)).toHaveCount(2)
  await keyboard.press('Shift+?')
  await expect(heed.page.getByRole('dialog')).toBeVisible()
  await keyboard.press('Escape')
  await expect(heed.page.getByRole('dialog')).toBeHidden()
  await expect(selected(heed.page)).toHaveCount(2)
  await keyboard.press('Escape')
  await expect(selected(heed.page)).toHaveCount(0)
})

test('what is copied or cut is pasted at the pointer, in another window too; Ctrl+D doubles', async ({
  heed,
  browser,
  server,
}, { project }) => {
  test.skip(project.name === 'desktop', 'another window of the browser is meant')
  await twoWired(heed)
  const { keyboard } = heed.page
  await keyboard.press('Control+a')
  await keyboard.press('Control+c')
  const page = await browser.newPage(project.use)
  const other = new HeedPage(await browserDoor(page, await server()))
  await other.newDocument()
  const at = await other.pointOf({ x: 120, y: 140 })
  await page.mouse.move(at.x, at.y)
  await page.keyboard.press('Control+v')
  await expect(other.nodes()).toHaveCount(2)
  await expect(other.wires()).toHaveCount(1)
  const box = (await other.node('series').boundingBox())!
  expect(Math.hypot(box.x - at.x, box.y - at.y)).toBeLessThan(30)
  expect(other.complaints).toEqual([])
  await page.close()

  await keyboard.press('Control+d')
  await expect(heed.nodes()).toHaveCount(4)
  await keyboard.press('Control+x')
  await expect(heed.nodes()).toHaveCount(2)
  await keyboard.press('Control+v')
  await expect(heed.nodes()).toHaveCount(4)
  await expect(heed.page.getByTestId('undo')).toHaveAttribute('title', /^Undo: paste 2 nodes/)
})

test('while a wire is drawn, ports that cannot take it are dim; a wire says what is on it when it is pointed at', async ({
  heed,
}) => {
  await heed.newDocument()
  await heed.dropKind('words', { x: 150, y: 90 })
  await heed.dropKind('embedding', { x: 430, y: 90 })
  await heed.dropKind('dense', { x: 430, y: 260 })
  await heed.dragTowards(heed.source('words', 'words'), { x: 300, y: 300 })
  const portOf = (node: string, port: string) => heed.target(node, port).locator('xpath=..')
  await expect(portOf('dense', 'features')).toHaveAttribute('data-refused', '')
  await expect(portOf('embedding', 'words')).toHaveAttribute('data-open', '')
  await heed.page.keyboard.press('Escape')
  await heed.page.mouse.up()
  await expect(heed.choices).toHaveCount(0)
  await heed.wire(heed.source('words', 'words'), heed.target('embedding', 'words'))
  const wire = await middleOf(heed.page.getByTestId('wire-words.words-embedding.words'))
  await heed.page.mouse.move(wire.x, wire.y)
  await expect(heed.page.locator('.wire-label')).toContainText('words')
})

test('keys of the canvas do nothing while a field is typed in, and undo there is the field’s', async ({
  heed,
}) => {
  await twoWired(heed)
  const { keyboard } = heed.page
  await heed.node('dense').locator('.card-head').click()
  const field = heed.page.getByTestId('param-size')
  await field.click()
  await keyboard.press('End')
  await keyboard.type('8')
  await expect(field).toHaveValue('648')
  await keyboard.press('Backspace')
  await keyboard.press('Delete')
  await keyboard.type('?.')
  await expect(heed.page.getByRole('dialog')).toHaveCount(0)
  await expect(heed.nodes()).toHaveCount(2)
  await expect(heed.wires()).toHaveCount(1)
})

test('arrows move the node that has the focus, and Enter opens it in the panel', async ({ heed }) => {
  await twoWired(heed)
  const { page } = heed
  const { keyboard } = page
  const node = page.locator('.react-flow__node[data-id="dense"]')
  await heed.node('dense').locator('.card-head').click()
  await node.focus()
  const before = await middleOf(heed.node('dense'))
  await keyboard.press('ArrowDown')
  await keyboard.press('Shift+ArrowDown')
  const after = await middleOf(heed.node('dense'))
  expect(after.y - before.y).toBeCloseTo(48, 0)
  await keyboard.press('Control+z')
  expect((await middleOf(heed.node('dense'))).y).toBeCloseTo(before.y, 0)
  await node.focus()
  await keyboard.press('Enter')
  await expect(page.locator('#panel :focus')).toHaveCount(1)
})

test('Ctrl+F finds a node, Ctrl+S saves, Ctrl+O opens, Ctrl+E exports', async ({ heed }, { project }) => {
  test.skip(project.name === 'desktop', 'the browser’s own downloads and choosers are meant')
  const { page } = heed
  await heed.openTemplate('translation-attention')
  await page.keyboard.press('Control+f')
  await heed.choose('decoder')
  await expect(selected(page)).toHaveCount(1)
  const [saved] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+s')])
  expect(saved.suggestedFilename()).toMatch(/\.heed$/)
  const [exported] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')])
  expect(exported.suggestedFilename()).toMatch(/\.onnx$/)
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Control+o')])
  expect(chooser.isMultiple()).toBe(true)
})

test('Ctrl+Alt+Enter stops a run', async ({ heed }) => {
  const { page } = heed
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('ninety '.repeat(4000))
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Alt+Enter')
  await expect(page.getByTestId('stop')).toBeDisabled()
  await expect(page.getByTestId('announcer')).toContainText('Run stopped')
})
