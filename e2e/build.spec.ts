/** Building by hand: from an empty canvas, by mouse, and what happens when it is wrong. */
import { expect, test } from './harness/test'

test('a small network is built by mouse', async ({ heed }) => {
  await heed.newDocument()
  await heed.addKind('words')
  await heed.addKind('embedding')
  await expect(heed.nodes()).toHaveCount(2)
  const [words, embedding] = await heed.nodeIds()
  await heed.wire(heed.port(words!, 'words'), heed.port(embedding!, 'words'))
  await expect(heed.wires()).toHaveCount(1)
})

test('what was done is undone and done again', async ({ heed }) => {
  await heed.newDocument()
  await heed.addKind('dense')
  await expect(heed.nodes()).toHaveCount(1)
  await heed.page.getByTestId('undo').click()
  await expect(heed.nodes()).toHaveCount(0)
  await heed.page.getByTestId('redo').click()
  await expect(heed.nodes()).toHaveCount(1)
})

test('an unwired port is a problem that is said in words', async ({ heed }) => {
  await heed.newDocument()
  await heed.addKind('dense')
  await heed.page.getByTestId('tab-problems').click()
  await expect(heed.page.getByTestId('problem').first()).toContainText('Dense')
})

test('a small network is built by keyboard alone', async ({ heed }) => {
  const { keyboard } = heed.page
  await heed.newDocument()
  for (const kind of ['Words', 'Embedding']) {
    await keyboard.press('Shift+A')
    await expect(heed.choices).toBeVisible()
    await keyboard.type(kind)
    await keyboard.press('Enter')
    await expect(heed.choices).toBeHidden()
  }
  await expect(heed.nodes()).toHaveCount(2)
  const [words] = await heed.nodeIds()
  await heed.page.locator(`.react-flow__node[data-id="${words}"]`).focus()
  await keyboard.press('Enter')
  await heed.page.locator(`.react-flow__node[data-id="${words}"]`).focus()
  await keyboard.press('w')
  await expect(heed.choices).toBeVisible()
  await keyboard.press('Enter')
  await keyboard.type('Embedding')
  await keyboard.press('Enter')
  await expect(heed.wires()).toHaveCount(1)
})

test('a wire that cannot be says why, and is not made', async ({ heed }) => {
  await heed.newDocument()
  await heed.addKind('series')
  await heed.addKind('embedding')
  const [series, embedding] = await heed.nodeIds()
  await heed.dragTowards(heed.port(series!, 'values'), heed.port(embedding!, 'words'))
  await expect(heed.page.getByTestId('refusal')).toBeVisible()
  await heed.page.mouse.up()
  await expect(heed.wires()).toHaveCount(0)
})
