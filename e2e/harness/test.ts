/** `test` for scenarios on the page: gives `heed`, the page behind whichever door the project opens. */
import { test as base, expect } from '@playwright/test'
import { browserDoor, desktopDoor } from './door'
import { desktopProblem } from './electron'
import { HeedPage } from './heedPage'
import { type RunningServer, startServer } from './server'

interface TestFixtures {
  readonly heed: HeedPage
}

interface WorkerFixtures {
  /** The server of this worker, started when it is first asked for. */
  readonly server: () => Promise<RunningServer>
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern to learn what a fixture needs
    async ({}, use) => {
      let server: Promise<RunningServer> | undefined
      await use(() => {
        server ??= startServer()
        return server
      })
      await (await server)?.stop()
    },
    { scope: 'worker' },
  ],
  heed: async ({ browser, server }, use, { project }) => {
    const desktop = project.name === 'desktop'
    const problem = desktop ? desktopProblem() : undefined
    base.skip(problem !== undefined, problem ?? '')
    const door = desktop
      ? await desktopDoor()
      : await browserDoor(await browser.newPage(project.use), await server())
    const heed = new HeedPage(door)
    await use(heed)
    expect(heed.complaints, 'the page’s console').toEqual([])
    await door.close()
  },
})

export { expect }
