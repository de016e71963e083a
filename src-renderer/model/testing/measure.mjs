/** Frame times of the overview and of a level of 10,000 cards in Chromium: `node src-renderer/model/testing/measure.mjs`. */
import { withStage } from '../../views/testing/serve.mjs'

async function frames(page, what, act) {
  await page.evaluate(() => {
    window.frames_ = []
    let before = performance.now()
    const next = (now) => {
      window.frames_.push(now - before)
      before = now
      window.asked_ = requestAnimationFrame(next)
    }
    window.asked_ = requestAnimationFrame(next)
  })
  await act()
  const times = await page.evaluate(() => {
    cancelAnimationFrame(window.asked_)
    return window.frames_.sort((a, b) => a - b)
  })
  const at = (part) =>
    Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] * 10) / 10
  return { what, frames: times.length, median: at(0.5), p95: at(0.95), worst: at(1) }
}

await withStage(async (address, browser) => {
  const here = address.replace('/views/testing/', '/model/testing/')
  const page = await browser.newPage({ viewport: { width: 980, height: 370 } })
  page.on('pageerror', (error) => console.error(error.message))
  const table = []
  for (const [layers, heads] of [
    [12, 12],
    [48, 25],
  ]) {
    await page.goto(`${here}?layers=${layers}&heads=${heads}`)
    await page.waitForSelector('[data-testid=overview-first]')
    await page.waitForTimeout(800)
    const named = (what) => `${layers * heads} heads of 512 tokens: ${what}`
    table.push(
      await frames(page, named('thumbnails arrive'), async () => {
        await page.evaluate(() => window.modelStage.send())
        await page.waitForTimeout(600)
      }),
    )
    table.push(
      await frames(page, named('pointer over heads'), async () => {
        for (let i = 0; i < 120; i++) {
          await page.mouse.move(60 + (i % 60) * 6, 40 + i * 2.4)
          await page.waitForTimeout(8)
        }
      }),
    )
    table.push(
      await frames(page, named('scrolling'), async () => {
        for (let i = 0; i < 60; i++) {
          await page.mouse.wheel(0, i < 30 ? 60 : -60)
          await page.waitForTimeout(12)
        }
      }),
    )
  }
  await page.goto(`${here}?cards=10000`)
  await page.waitForSelector('.model-graph')
  const took = await page.evaluate(() => window.modelStage.show())
  await page.waitForSelector('.model-card')
  console.log(`10,000 cards in columns: ${Math.round(took)} ms`)
  await page.waitForTimeout(800)
  table.push(
    await frames(page, '10,000 cards: panning', async () => {
      await page.mouse.move(400, 200)
      for (let i = 0; i < 60; i++) {
        await page.mouse.wheel(60, 20)
        await page.waitForTimeout(12)
      }
    }),
  )
  console.log('Milliseconds of a frame:')
  console.table(table)
})
