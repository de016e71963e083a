/** Learning: press Train, watch attention form, look back, and keep what was learned. */
import { expect, test } from './harness/test'
import type { TrainingPart } from './harness/trainingPart'

async function trained(training: TrainingPart, steps: number, every: number): Promise<void> {
  await training.set({ steps: String(steps), every: String(every) })
  await training.start()
  await training.toEnd()
}

test('a template learns: the loss falls, and attention is looked at as it was at each step', async ({
  heed,
}) => {
  await heed.openTemplate('translation-attention')
  const { training } = heed
  await training.beginUntrained()
  await trained(training, 40, 10)
  await expect(training.step).toHaveText('step 40 of 40')
  const [first, ...rest] = await training.losses()
  expect(rest.at(-1)!).toBeLessThan(first!)
  await expect(training.answers.locator('tbody tr')).toHaveCount(6)

  await heed.page.getByTestId('tab-attention').click()
  await expect(training.snapshotStep).toContainText('step 40')
  const end = await heed.numbers()
  await training.scrubber.fill('0')
  await expect(training.snapshotStep).toContainText('step 0')
  const beginning = await heed.numbers()
  expect(beginning).not.toEqual(end)
  await training.scrubber.fill('4')
  await expect(training.snapshotStep).toContainText('step 40')
  expect(await heed.numbers()).toEqual(end)

  await training.watch.click()
  await expect(training.snapshotStep).toContainText('step 0')
  await expect(training.watch).toHaveText('Watch it learn')
  await expect(training.snapshotStep).toContainText('step 40')
})

test('what was learned is what Run says, and what is saved', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { training } = heed
  await training.beginUntrained()
  await heed.runToEnd()
  const untrained = await heed.numbers()
  await trained(training, 60, 20)
  await expect(heed.page.getByTestId('dirty')).toHaveAttribute('data-dirty', 'true')
  await heed.runToEnd()
  const learned = await heed.numbers()
  expect(learned).not.toEqual(untrained)
  const path = await heed.save()
  await expect(heed.page.getByTestId('dirty')).toHaveAttribute('data-dirty', 'false')
  await heed.toGallery()
  await heed.openFile(path)
  await heed.runToEnd()
  expect(await heed.numbers()).toEqual(learned)
})

test('the weights before come back', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { training } = heed
  await training.beginUntrained()
  await heed.runToEnd()
  const before = await heed.numbers()
  await trained(training, 30, 10)
  await heed.page.getByRole('button', { name: 'Back to the weights before' }).click()
  await heed.runToEnd()
  expect(await heed.numbers()).toEqual(before)
})

test('a training is paused, goes on, and is stopped; Run works meanwhile', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { training } = heed
  await training.set({ steps: '100000' })
  await training.start()
  await expect(training.step).not.toContainText('step 0 of')
  await training.pause.click()
  await expect(training.pause).toHaveText('Go on')
  await heed.runToEnd()
  await training.pause.click()
  await expect(training.pause).toHaveText('Pause')
  await training.stop.click()
  await expect(training.train).toBeVisible({ timeout: 20_000 })
  await heed.page.getByTestId('tab-training').click()
  await expect(heed.page.getByTestId('training-said')).toContainText('stopped after')
})

test('a rate that breaks the network ends in a sentence, and a smaller one trains', async ({ heed }) => {
  await heed.openTemplate('recurrent')
  const { training } = heed
  await training.set({ rate: '100', optimiser: 'sgd', clip: '0', steps: '200' })
  await training.start()
  await expect(heed.faults).toContainText('learning rate', { timeout: 30_000 })
  await expect(heed.faults).not.toContainText('inside Heed')
  await training.set({ rate: '0.005', optimiser: 'adam', clip: '1', steps: '20', every: '10' })
  await training.start()
  await training.toEnd()
})

test('settings that cannot be are refused where they are typed', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.training.set({ batch: '0' })
  await expect(heed.page.getByText('found “0”')).toBeVisible()
})

test('two trainings are laid over each other', async ({ heed }) => {
  await heed.openTemplate('feed-forward')
  const { training } = heed
  await trained(training, 30, 10)
  await trained(training, 20, 10)
  await heed.page.getByTestId('training-trainings').click()
  const list = heed.page.getByTestId('trainings').getByRole('listitem')
  await expect(list).toHaveCount(2)
  await list.nth(1).getByRole('checkbox').check()
  await expect(list.getByRole('checkbox', { checked: true })).toHaveCount(2)
})

test('a document without a task says why it cannot be trained', async ({ heed }) => {
  await heed.newDocument()
  // It is dimmed, and pressing it says why.
  await heed.training.train.click({ force: true })
  await expect(heed.page.getByTestId('notice-hint')).toContainText('nothing to train')
})

test('weights are tested on unseen examples, by their length', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  await heed.page.getByTestId('tab-training').click()
  await heed.page.getByTestId('training-tests').click()
  await heed.page.getByTestId('test-document').click()
  await expect(heed.page.getByTestId('tests').getByRole('listitem')).toContainText('right', {
    timeout: 30_000,
  })
  await expect(heed.page.getByRole('img', { name: /at 5 words/ })).toBeVisible()
})
