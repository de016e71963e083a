/** Moving about on the canvas, by mouse and by keys: what is seen is read from the page. */
import { type HeedPage, middleOf } from './harness/heedPage'
import { expect, test } from './harness/test'

/** Two nodes far from each other, and the pointer on the empty canvas between them. */
async function twoNodes(heed: HeedPage): Promise<{ x: number; y: number }> {
  await heed.newDocument()
  await heed.dropKind('series', { x: 150, y: 80 })
  await heed.dropKind('dense', { x: 560, y: 330 })
  await expect(heed.nodes()).toHaveCount(2)
  const free = await heed.pointOf({ x: 380, y: 200 })
  await heed.page.mouse.click(free.x, free.y)
  return free
}

async function dragBy(heed: HeedPage, from: { x: number; y: number }, button: 'left' | 'middle') {
  const { mouse } = heed.page
  await mouse.move(from.x, from.y)
  await mouse.down({ button })
  await mouse.move(from.x + 40, from.y + 20, { steps: 3 })
  await mouse.move(from.x + 90, from.y - 50, { steps: 3 })
  await mouse.up({ button })
}

test('Space and drag moves the canvas, also where a node lies under the pointer', async ({ heed }) => {
  await twoNodes(heed)
  const card = await middleOf(heed.node('series').locator('.card-head'))
  const before = await heed.seenAtRest()
  await heed.page.keyboard.down('Space')
  await dragBy(heed, card, 'left')
  await heed.page.keyboard.up('Space')
  const after = await heed.seenAtRest()
  expect(after.x - before.x).toBeCloseTo(90, 0)
  expect(after.y - before.y).toBeCloseTo(-50, 0)
  expect(after.zoom).toBe(before.zoom)
})

test('the middle button drags the canvas', async ({ heed }) => {
  const free = await twoNodes(heed)
  const before = await heed.seenAtRest()
  await dragBy(heed, free, 'middle')
  const after = await heed.seenAtRest()
  expect(after.x - before.x).toBeCloseTo(90, 0)
  expect(after.y - before.y).toBeCloseTo(-50, 0)
})

test('the wheel moves the canvas, and with Ctrl it zooms at the pointer', async ({ heed }) => {
  const free = await twoNodes(heed)
  const { mouse, keyboard } = heed.page
  const before = await heed.seenAtRest()
  await mouse.wheel(60, 100)
  await expect.poll(async () => (await heed.seen()).y).not.toBe(before.y)
  const moved = await heed.seenAtRest()
  expect(moved.x).toBeLessThan(before.x)
  expect(moved.y).toBeLessThan(before.y)
  expect(moved.zoom).toBe(before.zoom)

  const { x: left, y: top } = await heed.pointOf({ x: 0, y: 0 })
  const below = ({ x, y, zoom }: typeof before) => [(free.x - left - x) / zoom, (free.y - top - y) / zoom]
  await keyboard.down('Control')
  await mouse.wheel(0, -40)
  await expect.poll(async () => (await heed.seen()).zoom).toBeGreaterThan(moved.zoom)
  await keyboard.up('Control')
  const near = await heed.seenAtRest()
  expect(below(near)[0]).toBeCloseTo(below(moved)[0]!, 0)
  expect(below(near)[1]).toBeCloseTo(below(moved)[1]!, 0)
})

test('a full stop fits the selection, with Shift all, and Ctrl+0 is 100 %', async ({ heed }) => {
  await twoNodes(heed)
  const { page } = heed
  const frame = (await heed.canvas.boundingBox())!
  const centre = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 }
  await heed.node('dense').locator('.card-head').click()
  await page.keyboard.press('.')
  await heed.seenAtRest()
  const chosen = await middleOf(heed.node('dense'))
  expect(chosen.x).toBeCloseTo(centre.x, -1)
  expect(chosen.y).toBeCloseTo(centre.y, -1)

  await page.keyboard.press('Shift+.')
  await heed.seenAtRest()
  const [one, two] = [await middleOf(heed.node('series')), await middleOf(heed.node('dense'))]
  for (const { x, y } of [one, two]) {
    expect(x).toBeGreaterThan(frame.x)
    expect(x).toBeLessThan(frame.x + frame.width)
    expect(y).toBeGreaterThan(frame.y)
    expect(y).toBeLessThan(frame.y + frame.height)
  }
  expect((one.x + two.x) / 2).toBeCloseTo(centre.x, -2)

  await page.mouse.move(centre.x, centre.y)
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, 60)
  await page.keyboard.up('Control')
  await expect.poll(async () => (await heed.seenAtRest()).zoom).toBeLessThan(1)
  await page.keyboard.press('Control+0')
  await expect.poll(async () => (await heed.seen()).zoom).toBe(1)
})

test('the bar says how far away the canvas is, and changes it', async ({ heed }) => {
  await twoNodes(heed)
  const bar = heed.page.getByRole('toolbar', { name: 'Zoom' })
  const now = heed.page.getByTestId('zoom')
  await bar.getByRole('button', { name: 'Zoom out' }).click()
  const { zoom } = await heed.seenAtRest()
  expect(zoom).toBeLessThan(1)
  await expect(now).toHaveText(`${Math.round(100 * zoom)} %`)
  await now.click()
  await expect(now).toHaveText('100 %')
})
