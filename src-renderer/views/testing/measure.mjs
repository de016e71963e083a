/**
 * Times of the lines view in Chromium: `node src-renderer/views/testing/measure.mjs`. A headless Chromium draws WebGL in software, so
 * its figures are the worst case; a graphics processor does the same picture in a fraction of it.
 */
import { withStage } from './serve.mjs'

await withStage(async (address, browser) => {
  const page = await browser.newPage({ viewport: { width: 1200, height: 300 } })
  page.on('pageerror', (error) => console.error(error.message))
  await page.goto(address)
  await page.waitForFunction(() => window.stage !== undefined)
  const rows = []
  for (const [way, mass] of [
    ['webgl2', 1],
    ['webgl2', 0.95],
    ['canvas', 1],
    ['canvas', 0.95],
  ]) {
    const found = await page.evaluate(
      ([way, mass]) => window.stage.measure(way, 740, 220, 'large', mass),
      [way, mass],
    )
    rows.push({
      mass,
      ...Object.fromEntries(
        Object.entries(found).map(([k, v]) => [k, typeof v === 'number' ? Math.round(v * 100) / 100 : v]),
      ),
    })
  }
  const alike = await page.evaluate(() => window.stage.compare('heads', 740, 420))
  console.log('Both ways draw the same; mean of a channel, of 255:', alike)
  console.log('One picture of 60 × 60 × 8 heads, milliseconds:')
  console.table(rows)

  await page.goto(`${address}?sample=large`)
  await page.waitForSelector('.attention-word')
  await page.waitForTimeout(1500)
  const frames = async (name, act) => {
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
      return window.frames_.slice(1).sort((a, b) => a - b)
    })
    const at = (part) =>
      Math.round(times[Math.min(times.length - 1, Math.floor(times.length * part))] * 10) / 10
    return { what: name, frames: times.length, median: at(0.5), p95: at(0.95), worst: at(1) }
  }
  const box = await page.locator('.attention-view').first().boundingBox()
  const table = []
  table.push(
    await frames('moving over words', async () => {
      for (let i = 0; i < 90; i++) {
        await page.mouse.move(box.x + 60 + i * 7, box.y + 24)
        await page.waitForTimeout(8)
      }
    }),
  )
  table.push(
    await frames('moving over lines', async () => {
      for (let i = 0; i < 90; i++) {
        await page.mouse.move(box.x + 60 + i * 7, box.y + box.height / 2)
        await page.waitForTimeout(8)
      }
    }),
  )
  await page.mouse.move(2, 2)
  table.push(
    await frames('playing at 4×, one row a step', async () => {
      await page.selectOption('[aria-label="Speed"]', '4')
      await page.click('[aria-label="Play"]')
      await page.waitForTimeout(4000)
    }),
  )
  table.push(
    await frames('a run streams in', async () => {
      await page.evaluate(() => window.stage.stream(10))
      await page.waitForTimeout(2000)
    }),
  )
  console.log('Frames of the whole dock with 60 × 60 × 8 heads, milliseconds:')
  console.table(table)

  await page.setViewportSize({ width: 1280, height: 760 })
  await page.goto(`${address}?sample=tokens512`)
  await page.waitForSelector('.attention-word')
  await page.locator('.attention-chip').nth(2).click()
  await page.waitForTimeout(2500)
  const long = []
  const over = async (name, selector) => {
    const view = await page.locator(selector).first().boundingBox()
    long.push(
      await frames(`moving over ${name}`, async () => {
        for (let i = 0; i < 90; i++) {
          await page.mouse.move(view.x + 150 + i * 4, view.y + 120 + i * 3)
          await page.waitForTimeout(8)
        }
      }),
    )
    long.push(
      await frames(`scrolling ${name}`, async () => {
        for (let i = 0; i < 60; i++) {
          await page.mouse.wheel(i % 20 < 10 ? 60 : -60, i % 20 < 10 ? 90 : -90)
          await page.waitForTimeout(8)
        }
      }),
    )
  }
  await over('lines', '.attention-view:not(.is-grid)')
  await over('the grid', '.attention-view.is-grid')
  await page.mouse.move(2, 2)
  long.push(
    await frames('changing the part of weight', async () => {
      const range = page.locator('.attention-mass input')
      for (const mass of [90, 80, 70, 60, 50, 95]) {
        await range.fill(String(mass))
        await page.waitForTimeout(300)
      }
    }),
  )
  console.log('Frames with 512 × 512 weights, one head of 12, milliseconds:')
  console.table(long)
})
