/** Builds every program when a source has changed since the last build. By itself: `npm run build`, which builds always. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { cache, out, root } from './places.mjs'
import { runNode } from './programs.mjs'
import { hashSources } from './sources.mjs'
import { inTurn } from './turn.mjs'

const stamp = join(out, 'stamp')

export async function build({ always = false } = {}) {
  if (!always && isFresh(hashSources(root))) return
  await inTurn(join(cache, 'building'), async () => {
    const hash = hashSources(root)
    if (!always && isFresh(hash)) return
    console.error('Building …')
    rmSync(stamp, { force: true })
    const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const built = await runNode(builder, ['build', '--logLevel', 'warn'], { env: { NODE_ENV: 'production' } })
    if (!built) throw new Error('Heed could not be built. See what the builder says above.')
    writeFileSync(stamp, hash)
  })
}

function isFresh(hash) {
  try {
    return readFileSync(stamp, 'utf8') === hash
  } catch {
    return false
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build({ always: true })
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
