/** The first steps of somebody new: a small network from nothing, and what is typed and drawn on the way. */
import { expect, type Locator, type Page } from '@playwright/test'
import { test } from './harness/test'

const KINDS = ['words', 'embedding', 'gru', 'attention-additive', 'decide-class']

test('a network is built by clicking: its nodes stay in sight, its words are typed where they are chosen', async ({
  heed,
}) => {
  await heed.newDocument()
  for (const kind of KINDS) await heed.addKind(kind)
  for (const id of await heed.nodeIds()) await expect.poll(() => isSeen(heed.page, heed.node(id))).toBe(true)
  await heed.wire(heed.port('words', 'words'), heed.port('embedding', 'words'))
  await heed.wire(heed.port('embedding', 'vectors'), heed.port('gru', 'sequence'))
  await heed.wire(heed.port('gru', 'states'), heed.port('attention-additive', 'keys'))
  await heed.wire(heed.port('gru', 'last'), heed.port('attention-additive', 'query'))
  await heed.wire(heed.port('attention-additive', 'context'), heed.port('decide-class', 'features'))
  await heed.node('words').click({ position: { x: 40, y: 10 } })
  await heed.page.getByTestId('begin-vocabulary').click()
  await expect(heed.page.getByTestId('words-source')).toBeFocused()
  await heed.page.keyboard.type('red green blue')
  await heed.page.keyboard.press('Enter')
  await heed.node('decide-class').click({ position: { x: 40, y: 10 } })
  await heed.page.getByTestId('begin-vocabulary').click()
  await expect(heed.page.getByTestId('problems-count')).toHaveText('0')
  await heed.input('source').fill('green red')
  await heed.runToEnd()
  expect((await heed.numbers()).columns).toEqual(['green', 'red'])
  await heed.page.getByTestId('tab-output').click()
  await expect(heed.outputText).toHaveText(/^(no|yes) \(\d+ %\)$/)
})

test('what was typed is there again when the file is opened', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('sixty one')
  const path = await heed.save()
  await heed.toGallery()
  await heed.openFile(path)
  await expect(heed.input('source')).toHaveValue('sixty one')
})

test('what went wrong is said until the next try, and in the place of what is missing', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('')
  await heed.run()
  await expect(heed.faults).toHaveCount(1)
  await expect(heed.page.locator('#dock-view')).toContainText('Type at least one word')
  await heed.input('source').fill('two')
  await heed.runToEnd()
  await expect(heed.faults).toHaveCount(0)
})

test('a picture is drawn by hand', async ({ heed }) => {
  await heed.newDocument()
  for (const kind of ['picture', 'attention-additive', 'pool']) await heed.addKind(kind)
  const canvas = heed.page.getByTestId('picture-canvas')
  const box = (await canvas.boundingBox())!
  await heed.page.mouse.move(box.x + 4, box.y + 4)
  await heed.page.mouse.down()
  await heed.page.mouse.move(box.x + box.width - 4, box.y + 4, { steps: 30 })
  await heed.page.mouse.up()
  await heed.page.getByText('As numbers').click()
  const numbers = (await heed.input('picture').inputValue()).trim().split(/\s+/).map(Number)
  expect(numbers).toHaveLength(16 * 16 * 3)
  expect(numbers.slice(0, 16 * 3).every((number) => number === 1)).toBe(true)
  expect(numbers.slice(16 * 3).every((number) => number === 0)).toBe(true)
})

/** Whether all of a node lies within what is seen of the canvas. */
async function isSeen(page: Page, node: Locator): Promise<boolean> {
  const frame = await page.locator('main.canvas').boundingBox()
  const box = await node.boundingBox()
  if (frame === null || box === null) return false
  return (
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height
  )
}
