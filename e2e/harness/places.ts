import { dirname, join } from 'node:path'

export const root = dirname(dirname(import.meta.dirname))
export const serverProgram = join(root, 'out', 'main', 'server.js')
export const templateFile = (id: string) => join(root, 'resources', 'templates', `${id}.heed`)
export const heedScript = join(root, 'src-main', 'hosts', 'launch', 'heed.mjs')
