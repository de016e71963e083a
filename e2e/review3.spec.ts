/** A training that is cut off: its engine is killed, the connection is lost, the page is left. It goes on from its last checkpoint. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WebSocketRoute } from '@playwright/test'
import type { HeedPage } from './harness/heedPage'
import { enginesOf, type RunningServer } from './harness/server'
import { expect, test } from './harness/test'

test.skip(process.platform !== 'linux', 'finds the engines through /proc')

const GOES_ON = /cut off before: it goes on from step [1-9]/

let began = 0
/** No other training, of this run or an earlier one, has the same checkpoint. */
let seed = ''

test.beforeEach(() => {
  began = Date.now()
  seed = String(began % 1_000_000_007)
})

async function beginLong(heed: HeedPage): Promise<void> {
  await heed.openTemplate('attention-states')
  await heed.training.beginUntrained()
  await heed.training.set({ steps: '100000', every: '1000', seed })
  await heed.training.start()
}

/** Where a server's engines keep checkpoints. */
function checkpoints(server: RunningServer): string {
  const environment = readFileSync(`/proc/${server.process.pid}/environ`, 'utf8').split('\0')
  const cache = environment.find((line) => line.startsWith('XDG_CACHE_HOME='))?.split('=')[1] ?? ''
  return join(cache, 'heed', 'trainings')
}

/** Until a checkpoint of this training is there; one is written every five seconds. */
async function checkpoint(server: RunningServer): Promise<void> {
  const folder = checkpoints(server)
  const newest = () => {
    try {
      return Math.max(0, ...readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs))
    } catch {
      return 0
    }
  }
  await expect.poll(newest, { timeout: 30_000 }).toBeGreaterThan(began)
}

async function stop(heed: HeedPage): Promise<void> {
  await heed.training.stop.click()
  await expect(heed.training.train).toBeVisible({ timeout: 20_000 })
}

test('its engine is killed: it goes on by itself, and what it told before stays', async ({
  heed,
  server,
}) => {
  await beginLong(heed)
  await checkpoint(await server())
  // Every step that is shown from here on.
  await heed.page.evaluate(() => {
    const said = document.querySelector('[data-testid="training-step"]')
    const steps: number[] = []
    Object.assign(window, { shownSteps: steps })
    const note = () =>
      steps.push(Number(/step ([\d,]+)/.exec(said?.textContent ?? '')?.[1]?.replace(/,/g, '')))
    if (said)
      new MutationObserver(note).observe(said, { subtree: true, childList: true, characterData: true })
  })
  const steps = () =>
    heed.page.evaluate(() => (window as unknown as { shownSteps: readonly number[] }).shownSteps)
  const before = new Set(enginesOf(await server()))
  for (const engine of before) process.kill(engine, 'SIGKILL')
  const last = (await steps()).at(-1) ?? 0
  await expect.poll(async () => (await steps()).at(-1), { timeout: 30_000 }).toBeGreaterThan(last + 500)
  // What begins anew tells its first step.
  expect(Math.min(...(await steps()))).toBeGreaterThan(20)
  expect(enginesOf(await server()).some((engine) => before.has(engine))).toBe(false)
  await expect(heed.page.getByTestId('training-number')).toHaveText('1')
  await stop(heed)
  expect((await heed.training.losses()).length).toBe(2)
})

test('the connection is lost: Train goes on from where it was last kept', async ({ heed, server }) => {
  const links: WebSocketRoute[] = []
  await heed.page.routeWebSocket(/\/link/, (link) => {
    link.connectToServer()
    links.push(link)
  })
  await heed.page.reload()
  await beginLong(heed)
  await checkpoint(await server())
  await links.at(-1)?.close()
  await expect(heed.page.getByTestId('training-said')).toContainText('Interrupted. Train goes on')
  await expect.poll(() => links.length).toBe(2)
  await heed.training.start()
  await expect(heed.page.getByTestId('notice-hint').filter({ hasText: GOES_ON })).toBeVisible({
    timeout: 20_000,
  })
  await stop(heed)
})

test('the page is left: the same training goes on when one comes back', async ({ heed, server }) => {
  await beginLong(heed)
  await checkpoint(await server())
  await heed.page.reload()
  const gallery = heed.page.getByTestId('template-attention-states')
  await expect(gallery).toBeVisible()
  heed.training.forget()
  await beginLong(heed)
  await expect(heed.page.getByTestId('notice-hint').filter({ hasText: GOES_ON })).toBeVisible({
    timeout: 20_000,
  })
  await stop(heed)
})
