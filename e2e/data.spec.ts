/** Learning from what a person gives: a task with its parameters, a file of their own, and what does not fit. */
import { expect, test } from './harness/test'

const PEOPLE = ['Ada', 'Bo', 'Cem', 'Dana', 'Eli', 'Fay']
const PLACES = ['barn', 'mill', 'yard', 'shop', 'park']

/** Stories in the form of bAbI's first task. */
function stories(): string {
  const lines = PEOPLE.flatMap((one) =>
    PEOPLE.filter((other) => other !== one).flatMap((other) =>
      PLACES.flatMap((place, i) => [
        `1 ${one} went to the ${place}.`,
        `2 ${other} moved to the ${PLACES[(i + 1) % PLACES.length]}.`,
        `3 Where is ${one}?\t${place}\t1`,
      ]),
    ),
  )
  return `${lines.join('\n')}\nhello\n`
}

test('bAbI stories are given to the paper’s network, learned, and their hops looked at', async ({ heed }) => {
  const { page, training } = heed
  await heed.openTemplate('memory-network-paper')
  await page.getByTestId('tab-training').click()
  await page.getByTestId('training-data').click()
  await expect(page.getByTestId('data-task')).toHaveValue('stories')
  const give = async (id: string, name: string, text: string) => {
    const chooser = page.waitForEvent('filechooser')
    await page.getByTestId(id).click()
    await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
  }

  await give('data-file', 'qa1_train.txt', stories())
  const given = page.getByTestId('data-given')
  await expect(given).toContainText('qa1_train.txt')
  await expect(given).toContainText('1 of 151 were refused. line 451:')

  await training.set({ steps: '300', every: '100' })
  await training.start()
  await training.toEnd()
  await expect(page.getByTestId('training-said')).toContainText('% right')
  await page.getByTestId('tab-attention').click()
  const sites = page.getByRole('group', { name: 'Attention site' })
  await sites.getByRole('button', { name: 'Hop 3' }).click()
  const { rows } = await heed.numbers()
  expect(rows).toHaveLength(1)
  expect(rows[0]!.weights).toHaveLength(2)

  await page.getByTestId('tab-training').click()
  await page.getByTestId('training-tests').click()
  await give('test-file', 'qa1_test.txt', stories().replaceAll('went', 'moved'))
  await expect(page.getByTestId('tests')).toContainText('qa1_test.txt')
  await expect(page.getByTestId('tests')).toContainText('% right')
})

test('what does not fit the document is refused in a sentence, and nothing changes', async ({ heed }) => {
  const { page } = heed
  await heed.openTemplate('memory-network-paper')
  await page.getByTestId('tab-training').click()
  await page.getByTestId('training-data').click()
  await page.getByTestId('data-task').selectOption('series')
  await expect(heed.faults).toContainText('Story ▸ Field: expected the name of an input')
  await expect(page.getByTestId('data-task')).toHaveValue('stories')
  await page.getByTestId('task-sentences').fill('3')
  await page.getByTestId('task-sentences').press('Enter')
  await expect(page.getByText(/from 4 to 200/).first()).toBeVisible()
  await page.getByTestId('task-sentences').fill('6')
  await page.getByTestId('task-sentences').press('Enter')
  await expect(page.getByTestId('task-sentences')).toHaveValue('6')
})
