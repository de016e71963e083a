/** Before all scenarios: what they run must be built, and what is left out is said. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { desktopProblem } from './electron'
import { root } from './places'

export default function setup(): void {
  const script = "import { prepare } from './src-main/hosts/launch/prepare.mjs'; await prepare()"
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: join(root),
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('Heed could not be built, so there is nothing to test end to end.')
  const problem = desktopProblem()
  if (problem) console.log(problem)
}
