/** `npm run bench`, `npm run bench -- compile attention`: installs and builds what is stale, bundles the benchmarks, runs them. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { findChromium } from '../src-main/hosts/launch/chromium.mjs'
import { checkNode } from '../src-main/hosts/launch/node.mjs'
import { cache, root } from '../src-main/hosts/launch/places.mjs'
import { prepare } from '../src-main/hosts/launch/prepare.mjs'

checkNode()
await prepare()
const { build } = await import('vite')
// The same code as in the program, measured from inside: bundled as the program is, into a place that may be deleted.
const outDir = join(cache, 'bench')
rmSync(outDir, { recursive: true, force: true })
await build({
  configFile: false,
  root,
  logLevel: 'warn',
  build: {
    ssr: true,
    outDir,
    target: 'node20',
    minify: false,
    rollupOptions: {
      input: {
        main: 'bench/main.ts',
        trainer: 'bench/inside/trainer.ts',
        partWorker: 'src-main/engine/train/partWorker.ts',
        opener: 'bench/inside/opener.ts',
      },
      output: { entryFileNames: '[name].mjs' },
    },
  },
})
const { main } = await import(pathToFileURL(join(outDir, 'main.mjs')).href)
process.exitCode = await main(process.argv.slice(2), { root, findChromium })
