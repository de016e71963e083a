/** What a network held while it ran, and what its inputs did for the answer. */
import { expect, test } from './harness/test'

test('hidden states of a recurrent layer become a picture that is read out cell by cell', async ({
  heed,
}) => {
  await heed.openTemplate('recurrent')
  const { page } = heed
  await page.getByTestId('tab-states').click()
  const states = page.getByRole('region', { name: 'States' })
  await expect(states).toContainText('Run to see what the network holds')
  await heed.runToEnd()
  await page.getByTestId('tab-states').click()
  await expect(states).toContainText('60 series points × 32 units')
  await expect(heed.step).toHaveText('step 60/60')
  const picture = page.getByRole('button', { name: /^Memory: 60 steps of 32 units/ })
  await picture.focus()
  await page.keyboard.press('ArrowRight')
  await expect(states.getByRole('status')).toContainText('unit 1 at 1 (step 1): ')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(states.getByRole('status')).toContainText('unit 2 at 2 (step 2): ')
  await page.getByLabel('Order of units').selectOption('peak')
  await heed.scrubber.fill('7')
  await expect(heed.step).toHaveText('step 7/60')
})

test('a decoder’s states go where its attention is looked at', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { page } = heed
  await heed.input('source').fill('twenty two')
  await heed.runToEnd()
  await heed.scrubber.fill('2')
  await expect(heed.step).toHaveText('step 2/4')
  await page.getByTestId('tab-states').click()
  await page.getByLabel('Layer', { exact: true }).selectOption({ label: 'Decoder (Until an end word)' })
  await expect(heed.step).toHaveText('step 2/4')
  await heed.scrubber.fill('3')
  await expect(heed.step).toHaveText('step 3/4')
  await page.getByTestId('tab-attention').click()
  await expect(heed.step).toHaveText('step 3/4')
})

test('each feature of a table says how much it speaks for a class', async ({ heed }) => {
  await heed.openTemplate('feed-forward')
  const { page } = heed
  await page.getByTestId('tab-inputs').click()
  await expect(page.getByTestId('dock').getByRole('region', { name: 'Inputs' })).toContainText(
    'Run to see what the inputs do',
  )
  await heed.input('flower').fill('6.9 3.1 5.1 2.3')
  await heed.runToEnd()
  await page.getByTestId('tab-inputs').click()
  const rows = page.getByRole('table', { name: 'Flower: gradient × input' }).locator('tbody tr')
  await expect(rows).toHaveCount(4)
  await expect(rows.getByRole('rowheader')).toHaveText([
    'sepal length',
    'sepal width',
    'petal length',
    'petal width',
  ])
  const petal = rows.nth(2).getByRole('cell').last()
  await expect(petal).toHaveText(/^\+/)
  await page.getByLabel('Choice', { exact: true }).selectOption({ label: 'setosa' })
  await expect(petal).toHaveText(/^−/)
})

test('each word that is said has words that speak for it', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { page } = heed
  await heed.input('source').fill('twenty two')
  await heed.runToEnd()
  await page.getByTestId('tab-inputs').click()
  const inputs = page.getByTestId('dock').getByRole('region', { name: 'Inputs' })
  await expect(inputs.getByRole('button', { name: 'vingt' })).toHaveAttribute('aria-pressed', 'true')
  await inputs.getByRole('button', { name: 'deux' }).click()
  await expect(inputs.getByRole('list', { name: 'Said before' }).getByRole('listitem')).toHaveCount(2)
  await expect(inputs).toContainText('The score of “deux” before the softmax is')
})
