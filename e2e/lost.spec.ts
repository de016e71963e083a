/** What a user sees when the engine is lost or does not let go. */
import { enginesOf } from './harness/server'
import { expect, test } from './harness/test'

test.skip(process.platform !== 'linux', 'finds the engine through /proc')

test('an engine killed during a run is said, and the next run goes well', async ({ heed, server }) => {
  await heed.openTemplate('translation-attention')
  await heed.runToEnd()
  // A stopped engine makes sure that the run is still going on when it is killed. One that has trained for another page may be there, too.
  const engines = enginesOf(await server())
  for (const engine of engines) process.kill(engine, 'SIGSTOP')
  await heed.run()
  await expect(heed.page.getByTestId('stop')).toBeEnabled()
  for (const engine of engines) process.kill(engine, 'SIGKILL')
  await expect(heed.faults.first()).toContainText('your document is untouched')
  await expect(heed.title).toHaveValue('Translation with attention')
  await heed.runToEnd()
  expect((await heed.numbers()).rows.length).toBeGreaterThan(1)
})

test('a run that hangs is stopped, and the next run goes well', async ({ heed, server }) => {
  await heed.openTemplate('translation-attention')
  await heed.runToEnd()
  const engines = enginesOf(await server())
  for (const engine of engines) process.kill(engine, 'SIGSTOP')
  await heed.run()
  await heed.page.getByTestId('stop').click()
  await expect(heed.page.getByTestId('stop')).toBeDisabled()
  // The one that ran is gone; another goes on.
  for (const engine of enginesOf(await server()))
    if (engines.includes(engine)) process.kill(engine, 'SIGCONT')
  await heed.runToEnd()
  expect((await heed.numbers()).rows.length).toBeGreaterThan(1)
})
