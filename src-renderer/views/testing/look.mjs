/** Pictures of the views, to be looked at: `node src-renderer/views/testing/look.mjs FOLDER [sample …]`. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { withStage } from './serve.mjs'

const [folder, ...names] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Where to? node src-renderer/views/testing/look.mjs FOLDER [sample …]')
  process.exit(1)
}
mkdirSync(folder, { recursive: true })
const samples =
  names.length > 0 ? names : ['small', 'translation', 'heads', 'large', 'hops', 'patches', 'none']
const sizes = { dock: { width: 1200, height: 300 }, whole: { width: 1280, height: 760 } }

await withStage(async (address, browser) => {
  for (const theme of ['light', 'dark'])
    for (const [size, viewport] of Object.entries(sizes)) {
      const page = await browser.newPage({ viewport })
      page.on('pageerror', (error) => console.error(error.message))
      page.on('console', (message) => message.type() === 'error' && console.error(message.text()))
      for (const sample of samples) {
        await page.goto(`${address}?sample=${sample}&theme=${theme}`)
        await page.waitForSelector('.attention')
        await page.evaluate(() => document.fonts.ready)
        await page.waitForTimeout(500)
        await page.screenshot({ path: join(folder, `${sample}-${size}-${theme}.png`) })
        const word = page.locator('.attention-word.is-row').nth(2)
        if ((await word.count()) > 0) {
          await word.hover()
          await page.waitForTimeout(250)
          await page.screenshot({ path: join(folder, `${sample}-${size}-${theme}-hover.png`) })
        }
      }
      await page.close()
    }
})
