/** Where the launcher finds things. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url))
export const out = join(root, 'out')
/** What may be deleted at any time. */
export const cache = join(root, '.cache')
