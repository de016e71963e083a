/** `npm run -s heed -- …`: a command, or a file to open in the app. */
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { checkNode } from './node.mjs'
import { out } from './places.mjs'
import { prepare } from './prepare.mjs'

if (/\.(onnx|heed)$/i.test(process.argv[2] ?? '')) await import('./start.mjs')
else {
  checkNode()
  await prepare()
  await import(pathToFileURL(join(out, 'main', 'cli.js')).href)
}
