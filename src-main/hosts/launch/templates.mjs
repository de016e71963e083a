/** `npm run templates` */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkNode } from './node.mjs'
import { out } from './places.mjs'
import { prepare } from './prepare.mjs'

checkNode()
await prepare()
await import(pathToFileURL(join(out, 'main', 'templates.js')).href)
