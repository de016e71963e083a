/** From the start of the program to a page that can be used, the browser being open already. */
import { openBrowser, startApp } from '../inside/app'
import { type Bench, row } from '../row'

const COUNT = 10

export const start: Bench = {
  name: 'start',
  async run(choices) {
    const browser = await openBrowser(choices)
    const served: number[] = []
    const usable: number[] = []
    try {
      // The first start fills the file cache of the system, and is not counted.
      for (let i = 0; i <= COUNT; i++) {
        const context = await browser.newContext()
        const page = await context.newPage()
        const begun = performance.now()
        const app = await startApp(choices.root)
        const answering = performance.now() - begun
        await page.goto(app.address, { waitUntil: 'commit' })
        await page.getByTestId('template-translation-attention').waitFor({ state: 'visible' })
        const ready = performance.now() - begun
        if (i > 0) {
          served.push(answering)
          usable.push(ready)
        }
        await context.close()
        await app.stop()
      }
    } finally {
      await browser.close()
    }
    return [
      row('npm start → its address is printed', served),
      row('npm start → gallery in a new page', usable),
    ]
  },
}
