/** The shell around the page in Electron: nothing of Node, no way out. */
import { expect, test } from './harness/test'

test('the page comes by its own scheme and has no Node', async ({ heed }) => {
  expect(heed.page.url()).toBe('app://heed/index.html')
  const seen = await heed.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer'].filter((name) => name in window),
  )
  expect(seen).toEqual([])
})

test('the page cannot be led elsewhere', async ({ heed }) => {
  await heed.page.evaluate(() => {
    window.location.href = 'https://heed.example/'
  })
  await expect(heed.page.getByTestId('gallery').first()).toBeVisible()
  expect(heed.page.url()).toBe('app://heed/index.html')
})

test('no further window opens', async ({ heed }) => {
  expect(await heed.page.evaluate(() => window.open('app://heed/index.html') === null)).toBe(true)
})

test('a path that leads out of the page is refused', async ({ heed }) => {
  const status = await heed.page.evaluate(async () => (await fetch('app://heed/%2e%2e/package.json')).status)
  expect(status).toBe(404)
})
