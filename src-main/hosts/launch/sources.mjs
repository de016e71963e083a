/** One number for everything that a build depends on. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['src-main', 'src-renderer', 'src-shared']
const FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json', 'tsconfig.json']
/** What never reaches a bundle. */
const LEFT_OUT = /\.test\.tsx?$|(^|\/)(fixtures|launch)(\/|$)/

/** @param {string} root */
export function hashSources(root) {
  const hash = createHash('sha256')
  for (const path of [...FILES, ...FOLDERS.flatMap((folder) => filesUnder(root, folder))]) {
    hash.update(`${path}\0`)
    hash.update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

function filesUnder(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (LEFT_OUT.test(path)) return []
      if (entry.isDirectory()) return filesUnder(root, path)
      return entry.isFile() ? [path] : []
    })
}
