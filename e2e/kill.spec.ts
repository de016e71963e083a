/**
 * Nothing is lost: the server is killed at random moments while a script edits and saves, and while a page does. `KILLS=100` kills more
 * often, and then also holds how much was lost against the clock.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { Browser, Page } from '@playwright/test'
import { decodeHeedFile } from '#main/files/heedFile'
import { HeedPage } from './harness/heedPage'
import { templateFile } from './harness/places'
import { keptNumber, keptTitles, Scribe, savedNumber } from './harness/scribe'
import { newHome, type RunningServer, startServer } from './harness/server'
import { expect, test } from './harness/test'

/** By hand the kills are counted in hundreds, on a machine that does nothing else. */
const BY_HAND = process.env.KILLS !== undefined
const KILLS = Number(process.env.KILLS ?? 6)
/** Milliseconds of editing before the kill, at the most. */
const LONGEST = 1500
/** What may be lost, in milliseconds. */
const LAST_SECOND = 1000

let folder = ''
let home = ''
test.beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-e2e-kill-'))
  home = newHome()
})
test.afterEach(async () => {
  for (const each of [folder, home]) await rm(each, { recursive: true, force: true })
})

test(`a server killed ${KILLS} times while a script edits and saves`, async () => {
  test.setTimeout(60_000 + KILLS * 15_000)
  const path = join(folder, 'work.heed')
  await writeFile(path, await readFile(templateFile('translation-attention')))
  const { weights } = decodeHeedFile(new Uint8Array(await readFile(path)))
  let worst = 0
  let saves = 0
  let from = 0
  for (let kill = 0; kill < KILLS; kill++) {
    const server = await startServer(0, home)
    const scribe = await Scribe.at(server, path)
    expect(scribe.number, 'what the next start offers').toBeGreaterThanOrEqual(from)
    scribe.begin()
    const delay = Math.random() * LONGEST
    await after(delay)
    const killed = Date.now()
    await server.kill()
    scribe.end()
    saves += scribe.saves
    from = scribe.acknowledged

    const file = decodeHeedFile(new Uint8Array(await readFile(path)))
    expect(file.weights, `saved weights, killed after ${delay} ms`).toEqual(weights)
    const found = Math.max(await keptNumber(home), await savedNumber(path))
    expect(found, `edits on the disk, killed after ${delay} ms`).toBeGreaterThanOrEqual(from)
    const firstLost = scribe.madeAt(found + 1)
    if (firstLost !== undefined) worst = Math.max(worst, killed - firstLost)
  }
  const told = `${KILLS} kills, ${saves} saves: at the most ${Math.round(worst)} ms of work were lost`
  test.info().annotations.push({ type: 'measured', description: told })
  if (BY_HAND) {
    console.log(told)
    expect(worst).toBeLessThanOrEqual(LAST_SECOND)
  }
})

test('a page that edits: its server is killed, the next one offers its work with the weights', async ({
  browser,
}) => {
  const first = await startServer(0, home)
  const heed = await pageAt(browser, first)
  await heed.openTemplate('translation-attention')
  await heed.input('source').fill('sixty one')
  await heed.runToEnd()
  const before = await heed.numbers()
  await heed.title.fill('Mine')
  await heed.title.press('Enter')
  await expect.poll(() => keptTitles(home)).toContain('Mine')
  await first.kill()
  await expect(heed.page.getByText('The connection to Heed was lost')).toBeVisible()

  const second = await startServer(0, home)
  const next = await pageAt(browser, second)
  const note = next.page.getByTestId('recovery')
  await expect(note).toContainText('“Mine”')
  await note.getByRole('button', { name: 'Recover' }).click()
  await expect(next.title).toHaveValue('Mine')
  await expect(next.page.getByTestId('dirty')).toHaveAttribute('data-dirty', 'true')
  await next.input('source').fill('sixty one')
  await next.runToEnd()
  expect(await next.numbers()).toEqual(before)
  const saved = await next.save()
  const file = decodeHeedFile(new Uint8Array(await readFile(saved)))
  const trained = decodeHeedFile(new Uint8Array(await readFile(templateFile('translation-attention'))))
  expect(file.weights).toEqual(trained.weights)
  await expect.poll(() => keptTitles(home)).toEqual([])
  await Promise.all([heed.page.context().close(), next.page.context().close()])
  await second.kill()
})

test('the second window that opens a file is told, before and after the first has changed it', async ({
  browser,
}) => {
  const path = join(folder, 'shared.heed')
  await writeFile(path, await readFile(templateFile('feed-forward')))
  const server = await startServer(0, home)
  const first = await pageAt(browser, server)
  await openPath(first, path)
  await expect(first.page.getByTestId('notice-hint')).toBeHidden()
  const second = await pageAt(browser, server)
  await openPath(second, path)
  await expect(second.page.getByTestId('notice-hint')).toContainText('shared.heed is open in another window')
  await second.page.context().close()
  await first.toGallery()
  await openPath(first, path)
  await expect(first.page.getByTestId('notice-hint')).toBeHidden()

  await first.title.fill('Changed')
  await first.title.press('Enter')
  const other = await startServer(0, home)
  const third = await pageAt(browser, other)
  await expect(third.page.getByTestId('recovery')).toHaveCount(0)
  await openPath(third, path)
  await expect(third.page.getByTestId('notice-hint')).toContainText('shared.heed is open in another window')
  await Promise.all([first.page.context().close(), third.page.context().close()])
  await Promise.all([server.stop(), other.stop()])
})

test('a file that was opened by its path is saved there; a save that fails says why, and the work stays', async ({
  browser,
}) => {
  const path = join(folder, 'deep', 'mine.heed')
  await mkdir(join(folder, 'deep'))
  await writeFile(path, await readFile(templateFile('feed-forward')))
  const server = await startServer(0, home)
  const heed = await pageAt(browser, server)
  await openPath(heed, path)
  await heed.title.fill('Iris')
  await heed.title.press('Enter')
  const dirty = heed.page.getByTestId('dirty')
  await heed.page.getByTestId('save').click()
  await expect(dirty).toHaveAttribute('data-dirty', 'false')
  expect(decodeHeedFile(new Uint8Array(await readFile(path))).document.title).toBe('Iris')

  await rm(join(folder, 'deep'), { recursive: true })
  await heed.title.fill('Iris again')
  await heed.title.press('Enter')
  await heed.page.getByTestId('save').click()
  await expect(heed.faults).toContainText('“mine.heed” could not be saved: its folder is not there any more.')
  await expect(dirty).toHaveAttribute('data-dirty', 'true')
  await heed.page.context().close()
  await server.stop()
})

test('leaving unsaved work asks first', async ({ browser }) => {
  const server = await startServer(0, home)
  const page = await browser.newPage()
  await page.goto(server.address)
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type() === 'beforeunload' ? 'leave' : dialog.message())
    void dialog.dismiss()
  })
  await page.getByTestId('template-feed-forward').click()
  await page.getByTestId('document-title').fill('Mine')
  await page.getByTestId('document-title').press('Enter')
  const question = '“Mine” has changes that no file holds. Leave it without saving?'
  for (const button of ['new-document', 'template-recurrent']) {
    await page.getByRole('button', { name: 'Gallery' }).click()
    await page.getByTestId(button).click()
  }
  expect(asked).toEqual([question, question])
  // Nothing is loaded anew, for the answer is no; so nothing is to be waited for.
  const leaving = page.reload().catch(() => undefined)
  await expect.poll(() => asked.at(-1)).toBe('leave')
  await page.close()
  await leaving
  await server.stop()
})

async function pageAt(browser: Browser, server: RunningServer): Promise<HeedPage> {
  const page: Page = await (await browser.newContext()).newPage()
  await page.goto(server.address)
  return new HeedPage({
    page,
    fileFrom: async (act) => {
      const [download] = await Promise.all([page.waitForEvent('download'), act()])
      const path = join(folder, download.suggestedFilename())
      await download.saveAs(path)
      return path
    },
    giveFile: () => Promise.reject(new Error('no file is chosen here')),
    close: () => page.close(),
  })
}

async function openPath({ page }: HeedPage, path: string): Promise<void> {
  await page.getByTestId('open-by-path').click()
  await page.getByRole('textbox', { name: /Path of a document/ }).fill(path)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('document-title')).toBeVisible()
}
