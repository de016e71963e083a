/** Views that fit what is looked at: light on a picture, hops over stored sentences, a memory that is written. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { HeedPage } from './harness/heedPage'
import { test } from './harness/test'

const COLORS = {
  red: [230, 30, 30],
  blue: [30, 80, 230],
  yellow: [230, 205, 30],
  green: [30, 160, 60],
} as const

test('caption: for each colour that is said, the light lies on the object of that colour', async ({
  heed,
}) => {
  await heed.openTemplate('caption')
  await heed.runToEnd()
  const words = sentence(heed.page)
  const said = await words.allTextContents()
  const colors = [...new Set(said.filter((word) => word in COLORS))]
  expect(colors.length).toBeGreaterThan(1)
  for (const color of colors) {
    await words.nth(said.indexOf(color)).click()
    await expect(words.nth(said.indexOf(color))).toHaveAttribute('aria-selected', 'true')
    await expect.poll(() => brightestColor(heed.page, colors)).toBe(color)
    // A second click lets go of it.
    await words.nth(said.indexOf(color)).click()
  }
  await expect(heed.page.locator('.attention-thumb')).toHaveCount(said.length)
})

test('caption: playback goes word by word, and patches are shown raw with the weights of the table', async ({
  heed,
}) => {
  await heed.openTemplate('caption')
  await heed.runToEnd()
  await heed.scrubber.press('Home')
  await expect(heed.page.locator('.attention-thumb canvas')).toHaveCount(0)
  const words = sentence(heed.page)
  for (const step of [1, 2, 3]) {
    await heed.scrubber.press('ArrowRight')
    await expect(heed.page.locator('.attention-said-word.is-said')).toHaveText(
      (await words.nth(step - 1).textContent()) ?? '',
    )
    await expect(heed.page.locator('.attention-thumb canvas')).toHaveCount(step)
  }
  await heed.scrubber.press('End')
  await heed.page.getByRole('button', { name: 'Raw patches' }).click()
  await expect(heed.page.getByRole('button', { name: 'Raw patches' })).toHaveAttribute('aria-pressed', 'true')
  const { columns, rows } = await heed.numbers()
  const red = rows.findIndex(({ label }) => label === 'red')
  const weights = rows[red]!.weights
  await words.nth(red).click()
  const strongest = weights.indexOf(Math.max(...weights))
  await hoverPatch(heed, strongest)
  const tip = heed.page.locator('.attention-lit .attention-tip')
  await expect(tip).toContainText(`patch ${columns[strongest]}`)
  await expect(tip).toContainText(weights[strongest]!.toFixed(4))
})

test('memory-network: question, hops and answer, with the table’s weights beside the sentences', async ({
  heed,
}) => {
  await heed.openTemplate('memory-network')
  await heed.runToEnd()
  const memory = heed.page.getByRole('region', { name: 'Memory' })
  await expect(memory.locator('.attention-memory-question')).toHaveText(
    await heed.input('question').inputValue(),
  )
  const story = (await heed.input('story').inputValue()).trim().split('\n')
  await expect(memory.locator('.attention-slot')).toHaveText(story)
  const answer = memory.locator('.attention-memory-answer')
  await expect(answer).not.toBeEmpty()
  const { rows } = await heed.numbers()
  const hops = memory.getByRole('listbox', { name: /^Rows/ }).getByRole('option')
  await expect(hops).toHaveText(rows.map(({ label }) => `hop ${label}`))
  const cells = await memory.locator('.attention-memory-cell').allTextContents()
  expect(cells.map((text) => (text === '·' || text === '' ? 0 : Number(text)))).toEqual(
    rows.flatMap(({ weights }) => weights.map((weight) => Math.round(weight * 100) / 100)),
  )
  // The sentence that tells the answer is what the last hop reads most.
  const last = rows.at(-1)!.weights
  const place = ((await answer.textContent()) ?? '').split(' ')[0]!
  expect(story[last.indexOf(Math.max(...last))]).toContain(place)
  await heed.scrubber.press('ArrowLeft')
  await expect(answer).toBeEmpty()
  await expect(hops.last()).toHaveClass(/is-waiting/)
})

test('memory-write: each step fills one slot more, and reading goes over the same slots', async ({
  heed,
}) => {
  await heed.openTemplate('memory-write')
  await heed.runToEnd()
  const memory = heed.page.getByRole('region', { name: 'Memory' })
  const [write, read] = [
    memory.getByRole('slider', { name: /^Write/ }),
    memory.getByRole('slider', { name: /^Read/ }),
  ]
  const letters = (await heed.input('source').inputValue()).trim().split(' ')
  await write.press('Home')
  const written: string[] = []
  for (const [at, letter] of letters.entries()) {
    if (at > 0) await write.press('ArrowRight')
    await expect(write).toHaveAttribute('aria-valuetext', new RegExp(`^${letter}: slot \\d+ `))
    await expect(memory.getByText(`Memory after “${letter}”`, { exact: true })).toBeVisible()
    await expect.poll(() => filledSlots(memory)).toBe(at + 1)
    written.push(await slotOf(write))
  }
  expect(new Set(written).size).toBe(letters.length)
  await read.press('Home')
  const found: string[] = []
  for (const [at, letter] of letters.entries()) {
    if (at > 0) await read.press('ArrowRight')
    await expect(read).toHaveAttribute('aria-valuetext', new RegExp(`^${letter}: slot \\d+ `))
    found.push(await slotOf(read))
  }
  expect(found).toEqual(written)
})

test('views stand beside each other as they are chosen, by keyboard too', async ({ heed }) => {
  await heed.openTemplate('caption')
  await heed.runToEnd()
  const choice = heed.page.getByRole('group', { name: 'Views of this attention' })
  const shown = async () =>
    Promise.all(
      ['Picture', 'Lines', 'Grid'].map((name) =>
        heed.page.getByRole('region', { name, exact: true }).isVisible(),
      ),
    )
  expect(await shown()).toEqual([true, true, false])
  await choice.getByRole('button', { name: 'Lines' }).press('Enter')
  expect(await shown()).toEqual([true, false, false])
  await choice.getByRole('button', { name: 'Picture' }).click()
  expect(await shown(), 'the last view stays').toEqual([true, false, false])
  await choice.getByRole('button', { name: 'Grid' }).press('Space')
  expect(await shown()).toEqual([true, false, true])
  await heed.toGallery()
  await heed.openTemplate('caption')
  await heed.runToEnd()
  expect(await shown(), 'remembered').toEqual([true, false, true])
  const picture = heed.page.getByRole('slider', { name: /^Picture of 6 × 6 patches/ })
  await picture.press('ArrowRight')
  await picture.press('ArrowRight')
  await expect(picture).toHaveAttribute('aria-valuetext', 'patch 1,2')
})

function sentence(page: Page): Locator {
  return page.getByRole('region', { name: 'Picture' }).getByRole('option')
}

async function hoverPatch({ page }: HeedPage, patch: number): Promise<void> {
  const lit = page.locator('.attention-lit')
  const box = (await lit.boundingBox())!
  await lit.hover({
    position: {
      x: (((patch % 6) + 0.5) * box.width) / 6,
      y: ((Math.floor(patch / 6) + 0.5) * box.height) / 6,
    },
  })
}

/** Of the objects of the drawn picture, the colour of the one that keeps most of its brightness under the light. */
function brightestColor(page: Page, names: readonly string[]): Promise<string | undefined> {
  return page.evaluate(
    ({ names, colors }) => {
      const drawn = document.querySelector<HTMLCanvasElement>('[data-testid="picture-canvas"]')!
      const lit = document.querySelector<HTMLCanvasElement>('.attention-lit canvas')!
      const from = drawn.getContext('2d')!.getImageData(0, 0, drawn.width, drawn.height).data
      const shown = lit.getContext('2d')!
      const kept = new Map<string, number>()
      for (let y = 0; y < drawn.height; y++)
        for (let x = 0; x < drawn.width; x++) {
          const at = 4 * (y * drawn.width + x)
          const pixel = [from[at]!, from[at + 1]!, from[at + 2]!]
          const name = names.find((name) => colors[name]!.every((part, i) => Math.abs(part - pixel[i]!) < 50))
          if (name === undefined) continue
          const [left, top] = [
            Math.floor(((x + 0.5) / drawn.width) * lit.width),
            Math.floor(((y + 0.5) / drawn.height) * lit.height),
          ]
          const under = shown.getImageData(left, top, 1, 1).data
          const part = (under[0]! + under[1]! + under[2]!) / (pixel[0]! + pixel[1]! + pixel[2]!)
          kept.set(name, Math.max(kept.get(name) ?? 0, part))
        }
      const ranked = [...kept].sort((a, b) => b[1] - a[1])
      // Light that lies on all of them alike tells nothing.
      return ranked.length === names.length && ranked[0]![1] > 1.3 * ranked[1]![1] ? ranked[0]![0] : undefined
    },
    { names, colors: COLORS as Readonly<Record<string, readonly number[]>> },
  )
}

/** "c: slot 24 1.0000" → "24". */
async function slotOf(panel: Locator): Promise<string> {
  return /slot (\d+)/.exec((await panel.getAttribute('aria-valuetext')) ?? '')?.[1] ?? ''
}

/** Slots of the contents' heat map that are not of one colour. */
function filledSlots(memory: Locator): Promise<number> {
  return memory.getByRole('img', { name: /slots of \d+ features$/ }).evaluate((panel) => {
    const slots = Number(/(\d+) slots of/.exec(panel.getAttribute('aria-label') ?? '')?.[1])
    const canvas = panel.querySelector('canvas')!
    const context = canvas.getContext('2d')!
    let filled = 0
    for (let slot = 0; slot < slots; slot++) {
      const y = Math.floor(((slot + 0.5) / slots) * canvas.height)
      const { data } = context.getImageData(0, y, canvas.width, 1)
      const colors = new Set(
        Array.from({ length: canvas.width }, (_, x) => data.slice(4 * x, 4 * x + 3).join(' ')),
      )
      if (colors.size > 3) filled += 1
    }
    return filled
  })
}
