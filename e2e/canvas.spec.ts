/** Gestures of the canvas that need a real pointer. */
import type { Locator } from '@playwright/test'
import { type HeedPage, middleOf } from './harness/heedPage'
import { expect, test } from './harness/test'

/** A port where both sides have one of the same name. */
function port(heed: HeedPage, node: string, name: string, side: 'source' | 'target'): Locator {
  return heed.page.locator(`.${side}[data-testid="port-${node}-${name}"]`)
}

/** series → dense → pool */
async function chain(heed: HeedPage): Promise<void> {
  await heed.newDocument()
  for (const kind of ['series', 'dense', 'pool']) await heed.addKind(kind)
  await heed.wire(port(heed, 'series', 'values', 'source'), port(heed, 'dense', 'features', 'target'))
  await heed.wire(port(heed, 'dense', 'features', 'source'), port(heed, 'pool', 'sequence', 'target'))
  await expect(heed.wires()).toHaveCount(2)
}

test('a node of the list is dropped into a wire, which lights up', async ({ heed }) => {
  await chain(heed)
  const { mouse } = heed.page
  await heed.page.getByTestId('palette-activation').scrollIntoViewIfNeeded()
  const [entry, wire] = [
    await middleOf(heed.page.getByTestId('palette-activation')),
    await middleOf(heed.page.getByTestId('wire-dense.features-pool.sequence')),
  ]
  await mouse.move(entry.x, entry.y)
  await mouse.down()
  await mouse.move(wire.x - 40, wire.y - 30, { steps: 4 })
  await mouse.move(wire.x, wire.y, { steps: 4 })
  await expect(heed.page.locator('.wire[data-waiting]')).toHaveCount(1)
  await mouse.up()
  await expect(heed.wires()).toHaveCount(3)
  await expect(heed.node('activation')).toBeVisible()
  await heed.page.getByTestId('undo').click()
  await expect(heed.wires()).toHaveCount(2)
  await expect(heed.nodes()).toHaveCount(3)
})

test('what is deleted with Ctrl+Delete leaves its neighbours wired', async ({ heed }) => {
  await chain(heed)
  await heed.node('dense').locator('.card-head').click()
  await heed.page.keyboard.press('Control+Delete')
  await expect(heed.nodes()).toHaveCount(2)
  await expect(heed.page.getByTestId('wire-series.values-pool.sequence')).toHaveCount(1)
})

test('a refused wire offers its mend as a button', async ({ heed }) => {
  await heed.newDocument()
  for (const kind of ['series', 'decide-class']) await heed.addKind(kind)
  await heed.wire(heed.port('series', 'values'), heed.port('decide-class', 'features'))
  await expect(heed.wires()).toHaveCount(0)
  await heed.page.getByTestId('mend').filter({ hasText: 'Pool over time' }).click()
  await expect(heed.node('pool')).toBeVisible()
  await expect(heed.wires()).toHaveCount(2)
})

test('a loop goes around the selection by keys, and away again', async ({ heed }) => {
  await chain(heed)
  const { keyboard } = heed.page
  await heed.node('dense').locator('.card-head').click()
  await keyboard.press('Control+g')
  await expect(heed.choices).toBeVisible()
  await keyboard.type('each')
  await keyboard.press('Enter')
  await expect(heed.node('loop-each')).toBeVisible()
  await keyboard.press('Control+Shift+g')
  await expect(heed.node('loop-each')).toHaveCount(0)
  await expect(heed.wires()).toHaveCount(2)
})

test('a group goes around the selection, is dragged with what lies in it, and away again', async ({
  heed,
}) => {
  await chain(heed)
  const wire = heed.page.getByTestId('wire-dense.features-pool.sequence')
  await heed.page.keyboard.press('Control+a')
  await heed.page.keyboard.press('Control+g')
  await heed.choices.fill('group')
  await heed.page.keyboard.press('Enter')
  const group = heed.node('group')
  await expect(group).toBeVisible()
  await heed.page.keyboard.press('Shift+.')
  const head = await middleOf(group.locator('.frame-head'))
  const [before, path] = [await middleOf(heed.node('pool')), await wire.getAttribute('d')]
  const { mouse } = heed.page
  await mouse.move(head.x, head.y)
  await mouse.down()
  await mouse.move(head.x + 20, head.y + 30, { steps: 4 })
  // Cards and wires follow while the document still has them where they were.
  await expect(heed.page.locator('.react-flow__node.dragging')).toHaveCount(4)
  expect(await wire.getAttribute('d')).not.toBe(path)
  await mouse.up()
  await expect(heed.page.locator('.react-flow__node.dragging')).toHaveCount(0)
  expect((await middleOf(heed.node('pool'))).y - before.y).toBeGreaterThan(15)
  await expect(heed.page.getByTestId('undo')).toHaveAttribute('title', /move Group/)
  await heed.page.keyboard.press('Control+Shift+g')
  await expect(group).toHaveCount(0)
  await expect(heed.nodes()).toHaveCount(3)
  await expect(heed.wires()).toHaveCount(2)
})

test('pointing at a port lights up the wires of its value', async ({ heed }) => {
  await chain(heed)
  await heed.wire(port(heed, 'series', 'values', 'source'), port(heed, 'pool', 'sequence', 'target'))
  await port(heed, 'series', 'values', 'source').hover()
  const kin = heed.page.locator('.wire[data-kin]')
  await expect(kin).toHaveCount(2)
  await heed.page.mouse.move(5, 5)
  await expect(kin).toHaveCount(0)
})

test('the layout is made tidy in a worker, and taken back in one step', async ({ heed }) => {
  await chain(heed)
  await heed.page.keyboard.press('Shift+T')
  await expect(heed.page.getByTestId('undo')).toHaveAttribute('title', /tidy/i)
})

test('a wire is led through a point, and finds its own way again', async ({ heed }) => {
  await chain(heed)
  const { mouse } = heed.page
  const wire = await middleOf(heed.page.getByTestId('wire-series.values-dense.features'))
  await mouse.dblclick(wire.x, wire.y)
  const point = heed.page.getByTestId('wire-point')
  await expect(point).toHaveCount(1)
  const at = await middleOf(point)
  await mouse.move(at.x, at.y)
  await mouse.down()
  await mouse.move(at.x, at.y + 80, { steps: 4 })
  await mouse.up()
  expect((await middleOf(point)).y).toBeGreaterThan(at.y + 60)
  await point.dblclick()
  await expect(point).toHaveCount(0)
})

test('Escape brings back what is dragged', async ({ heed }) => {
  await chain(heed)
  const { mouse, keyboard } = heed.page
  const card = heed.node('pool').locator('.card-head')
  const before = await middleOf(card)
  await mouse.move(before.x, before.y)
  await mouse.down()
  await mouse.move(before.x + 20, before.y + 120, { steps: 5 })
  await keyboard.press('Escape')
  await mouse.move(before.x + 30, before.y + 140, { steps: 2 })
  await mouse.up()
  await expect.poll(async () => (await middleOf(card)).y).toBeCloseTo(before.y, 0)
})

test('a key is chosen, told where it is taken, and remembered', async ({ heed }) => {
  await heed.newDocument()
  const { page } = heed
  await page.keyboard.press('Shift+?')
  await page.getByTestId('keys-edit.tidy').click()
  await page.keyboard.press('Control+d')
  await expect(page.getByTestId('key-conflict')).toContainText('Duplicate')
  await page.keyboard.press('Control+j')
  await expect(page.getByTestId('keys-edit.tidy')).toContainText('Ctrl+J')
  await page.reload()
  await page.keyboard.press('Shift+?')
  await expect(page.getByTestId('keys-edit.tidy')).toContainText('Ctrl+J')
})
