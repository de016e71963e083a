/** A model made elsewhere: open, run, see every head, look closer; walk through its graph, look at a tensor and keep it. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from './harness/places'
import { expect, test } from './harness/test'

const fixture = (name: string) => join(root, 'src-main', 'inspect', 'fixtures', name)

test('a model is opened and run as it stands: every head is there, and one of them is looked at closely', async ({
  heed,
}) => {
  await heed.openFile(fixture('gpt2-17.onnx'))
  await heed.model.opened()
  await expect(heed.model.facts).toContainText('pytorch')
  await expect(heed.model.facts).toContainText('opset 17')
  await heed.model.run()
  await heed.model.look(2, 2)
  await expect(heed.model.current).toHaveText('Layer 2, head 2')
  await expect(heed.model.card).toContainText('strongest weight')
  await expect(heed.page.getByLabel('Attention site')).toBeVisible()
  await expect(heed.page.locator('.attention-word').first()).toBeVisible()
  const { rows } = await heed.numbers()
  expect(rows.length).toBeGreaterThan(1)
  for (const { weights } of rows) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1)
})

test('a level is entered and left by keyboard, an operator is found, and a tensor of it is kept', async ({
  heed,
}) => {
  await heed.openFile(fixture('bert-17.onnx'))
  await heed.model.opened()
  await heed.model.showGraph()
  const whole = await heed.model.here.textContent()
  await heed.model.find('layer.1/attention/self/Softmax')
  await expect(heed.model.here).toHaveText('self')
  await expect(heed.model.details.getByRole('heading', { name: 'Softmax' })).toBeVisible()
  await expect(heed.model.cardOf('Softmax')).toHaveClass(/attends/)
  await heed.model.details.getByRole('button', { name: 'Look', exact: true }).last().click()
  await expect(heed.model.tensor).toContainText('deviation', { timeout: 20_000 })
  const path = await heed.model.saveTensor()
  expect(path).toMatch(/\.npy$/)
  expect((await readFile(path)).subarray(1, 6).toString()).toBe('NUMPY')
  await heed.model.graph.focus()
  await heed.model.graph.press('Escape')
  await heed.model.graph.press('Backspace')
  await expect(heed.model.here).toHaveText('attention')
  await expect(heed.model.cardOf('self')).toHaveClass(/selected/)
  await heed.model.graph.press('Enter')
  await expect(heed.model.here).toHaveText('self')
  await heed.page
    .getByRole('button', { name: whole ?? '', exact: true })
    .first()
    .click()
  await expect(heed.model.here).toHaveText(whole ?? '')
})

test('two inputs are compared at the same head', async ({ heed }) => {
  await heed.openFile(fixture('gpt2-17.onnx'))
  await heed.model.opened()
  await heed.page.getByTestId('compare').click()
  await heed.model.run()
  await expect(heed.page.getByTestId('overview-second')).toBeVisible()
  await heed.model.look(2, 1)
  await expect(heed.page.getByRole('region', { name: 'Attention', exact: true })).toHaveCount(2)
  await heed.page.getByTestId('end-comparison').click()
  await expect(heed.page.getByTestId('overview-second')).toBeHidden()
})

test('a model without attention shows its graph, and says so', async ({ heed }) => {
  await heed.openFile(fixture('classifier-17.onnx'))
  await heed.model.opened()
  await expect(heed.model.cards().first()).toBeVisible()
  await expect(heed.page.getByTestId('refused')).toBeVisible()
  await heed.page.getByTestId('model-tab-heads').click()
  await expect(heed.page.getByText('No attention was found in this model').first()).toBeVisible()
})

test('a tokenizer that is none is refused in a sentence, and the model can be run all the same', async ({
  heed,
}, info) => {
  await heed.openFile(fixture('gpt2-17.onnx'))
  await heed.model.opened()
  const path = info.outputPath('tokenizer.json')
  await writeFile(path, '{"version": 1}')
  const [chooser] = await Promise.all([
    heed.page.waitForEvent('filechooser'),
    heed.page.getByTestId('choose-beside').click(),
  ])
  await chooser.setFiles(path)
  await expect(heed.page.getByText(/tokenizer\.json/).first()).toBeVisible()
  await heed.model.run()
  await heed.model.look(1, 1)
  await expect(heed.model.card).toContainText('strongest weight')
})
