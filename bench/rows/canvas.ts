/** The canvas under the hand, in Chromium without a graphics card: dragging, panning, zooming, undoing, opening, with more and more nodes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { fault } from '#shared/base/fault'
import { encodeHeedFile } from '../../src-main/files/heedFile'
import { openBrowser, startApp } from '../inside/app'
import { manyNodes, middleBlock } from '../inside/manyNodes'
import { type Bench, type Row, row } from '../row'

const COUNTS = [100, 300, 600] as const
/** Median milliseconds of a frame at 300 nodes; of an undo, and of opening, at 600. */
const FRAME = 20
const UNDO = 10
const OPEN = 1000
const FRAMES = 120
const UNDOS = 20

export const canvas: Bench = {
  name: 'canvas',
  async run(choices) {
    const app = await startApp(choices.root)
    const folder = mkdtempSync(join(tmpdir(), 'heed-canvas-'))
    try {
      const browser = await openBrowser(choices)
      try {
        const rows: Row[] = []
        for (const count of COUNTS) {
          const file = join(folder, `${count}.heed`)
          writeFileSync(file, encodeHeedFile({ document: manyNodes(count), weights: {} }))
          rows.push(...(await measured(browser, app.address, file, count)))
        }
        return rows
      } finally {
        await browser.close()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
      await app.stop()
    }
  },
}

async function measured(browser: Browser, address: string, file: string, count: number): Promise<Row[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  try {
    page.on('dialog', (dialog) => void dialog.accept())
    const opens: number[] = []
    for (let i = 0; i < 4; i++) {
      await page.goto(address)
      const took = await opened(page, file)
      if (i > 0) opens.push(took)
    }
    const goal = count === 300 ? FRAME : undefined
    const box = (await page.locator('main.canvas').boundingBox())!
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    // One in the middle: near an edge the canvas would move along.
    const middle = page.getByTestId(`node-b${middleBlock(count)}-dense`)
    const card = (await middle.locator('.card-head').boundingBox())!
    // By its middle: at the zoom that shows all, what is a few pixels from the edge is a port, and draws a wire.
    const drags = await framesOf(page, card.x + card.width / 2, card.y + card.height / 2, 'drag')
    const zooms = await framesOf(page, x, y, 'zoom')
    const pans = await framesOf(page, x, y, 'pan')
    const undos = await undosOf(page)
    return [
      row(`canvas of ${count}, a frame while dragging`, drags, goal),
      row(`canvas of ${count}, a frame while panning`, pans, goal),
      row(`canvas of ${count}, a frame while zooming`, zooms, goal),
      row(`canvas of ${count}, undo`, undos, count === 600 ? UNDO : undefined),
      row(`canvas of ${count}, from the file to all cards drawn`, opens, count === 600 ? OPEN : undefined),
    ]
  } finally {
    await page.close()
  }
}

/** From the choice of the file until every card of it is there and a frame was painted. */
async function opened(page: Page, file: string): Promise<number> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByTestId('open-file').click()
  const chosen = await chooser
  const before = await page.evaluate(() => {
    const shown = document.querySelector('.react-flow')
    shown?.setAttribute('data-before', '')
    return performance.now()
  })
  await chosen.setFiles(file)
  return page.evaluate(
    (start) =>
      new Promise<number>((resolve) => {
        const look = () => {
          const flow = document.querySelector('.react-flow:not([data-before])')
          const card = flow?.querySelector('[data-testid="node-b0-dense"]')
          const drawn = flow?.querySelectorAll('.wire').length ?? 0
          if (card && drawn > 0) requestAnimationFrame(() => resolve(performance.now() - start))
          else requestAnimationFrame(look)
        }
        look()
      }),
    before,
  )
}

/** Times between frames while the hand moves, each frame one step of it, given to the page as the browser would give it. */
async function framesOf(page: Page, x: number, y: number, what: 'drag' | 'pan' | 'zoom'): Promise<number[]> {
  if (what === 'drag') {
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 6, y + 6, { steps: 3 })
  }
  const times = await page.evaluate(
    ({ what, x, y, frames }) =>
      new Promise<number[]>((resolve) => {
        const times: number[] = []
        const pane = document.querySelector('.react-flow__pane') ?? document.body
        let last = performance.now()
        let i = 0
        const step = (now: number) => {
          if (i > 10) times.push(now - last)
          last = now
          if (i === frames) return resolve(times)
          const there = Math.sin(i / 8)
          if (what === 'drag')
            window.dispatchEvent(
              new MouseEvent('mousemove', {
                clientX: x + 60 + 50 * there,
                clientY: y + 40 * Math.cos(i / 8),
                bubbles: true,
                view: window,
              }),
            )
          else
            pane.dispatchEvent(
              new WheelEvent('wheel', {
                deltaX: what === 'pan' ? 20 * there : 0,
                deltaY: what === 'pan' ? 12 * there : 14 * there,
                ctrlKey: what === 'zoom',
                clientX: x,
                clientY: y,
                bubbles: true,
                cancelable: true,
              }),
            )
          i += 1
          requestAnimationFrame(step)
        }
        requestAnimationFrame(step)
      }),
    { what, x, y, frames: FRAMES },
  )
  if (what === 'drag') {
    const dragged = await page.locator('.react-flow__node.dragging').count()
    await page.mouse.up()
    if (dragged !== 1) throw fault('runtime', `A drag was to move one card, and moved ${dragged}.`)
  }
  return times
}

/** How long the page is busy with Ctrl+Z and Ctrl+Y: store, inference, React. */
function undosOf(page: Page): Promise<number[]> {
  return page.evaluate(async (undos) => {
    const times: number[] = []
    const press = (key: string) => {
      const start = performance.now()
      window.dispatchEvent(
        new KeyboardEvent('keydown', { key, ctrlKey: true, bubbles: true, cancelable: true }),
      )
      return performance.now() - start
    }
    for (let i = 0; i < undos; i++) {
      times.push(press(i % 2 === 0 ? 'z' : 'y'))
      await new Promise((done) => requestAnimationFrame(done))
    }
    return times
  }, UNDOS)
}
