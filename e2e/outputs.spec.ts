/** What each node gave in the last run, as a small picture on its card and a larger one in the panel. */
import { expect, test } from './harness/test'

test('cards show what they gave; it fades when the network is changed, and comes back with the next run', async ({
  heed,
}) => {
  await heed.openTemplate('feed-forward')
  const { page } = heed
  const picture = page.getByTestId('picture-hidden')
  await expect(picture).toHaveCount(0)
  const before = await heed.node('hidden').boundingBox()
  await heed.runToEnd()
  await expect(picture.locator('img')).toBeVisible()
  expect(await heed.node('hidden').boundingBox()).toEqual(before)
  const colors = () =>
    picture.locator('img').evaluate(async (image: HTMLImageElement) => {
      await image.decode()
      const [width, height] = [image.naturalWidth, image.naturalHeight]
      const context = new OffscreenCanvas(width, height).getContext('2d')!
      context.drawImage(image, 0, 0)
      const { data } = context.getImageData(0, 0, width, height)
      return { width, height, different: new Set(new Uint32Array(data.buffer)).size }
    })
  expect(await colors()).toMatchObject({ width: 16, height: 1 })
  expect((await colors()).different).toBeGreaterThan(3)

  await heed.node('hidden').click()
  const output = page.locator('#panel').getByRole('region', { name: 'Last output' })
  await expect(output).toContainText('Point at a cell for its number.')
  await output.getByRole('button', { name: /^1 × 16 numbers/ }).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(output.getByRole('status')).toContainText(/^feature 2 [−+0]/)

  await page.getByTestId('param-size').fill('12')
  await page.keyboard.press('Tab')
  await expect(picture).toHaveClass(/stale/)
  await expect(output).toContainText('Of the network before it was changed')
  await heed.runToEnd()
  await expect(picture).not.toHaveClass(/stale/)
  expect(await colors()).toMatchObject({ width: 12, height: 1 })
})

test('in a loop each step is a row, under the word that was said', async ({ heed }) => {
  await heed.openTemplate('translation-attention')
  const { page } = heed
  await heed.input('source').fill('twenty two')
  await heed.runToEnd()
  await expect(page.getByTestId('picture-words')).toHaveText('twenty two')
  await heed.node('attention').click()
  const output = page.locator('#panel').getByRole('region', { name: 'Last output' })
  await expect(output).toContainText('4 words × 2 words')
  await output.getByRole('button', { name: /^4 × 2 numbers/ }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(output.getByRole('status')).toContainText('vingt · twenty +0.')
  await output.getByRole('button', { name: 'context' }).click()
  await expect(output).toContainText('4 words × 64')
})
