/** `npm start`: the window where there can be one, else a browser. */
import { join } from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { doorOf } from './door.mjs'
import { electronFound, openWindow } from './electron.mjs'
import { checkNode } from './node.mjs'
import { out } from './places.mjs'
import { prepare } from './prepare.mjs'

checkNode()
await prepare()
const machine = { platform: process.platform, root: process.getuid?.() === 0, env: process.env }
const { door, because } = doorOf(machine)
if (door === 'browser') await serve(because)
else {
  const binary = await electronFound()
  if (binary === undefined)
    await serve('Electron could not be fetched, so Heed opens in your browser instead of a window.')
  else {
    const code = await openWindow(binary)
    if (code === undefined)
      await serve('Electron does not start here, so Heed opens in your browser instead of a window.')
    else process.exitCode = code
  }
}

async function serve(because) {
  if (because) console.log(because)
  await import(pathToFileURL(join(out, 'main', 'server.js')).href)
}
