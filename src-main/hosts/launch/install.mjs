/** Installs the packages of the lock file when the folder of packages does not hold them. */
import { lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './places.mjs'
import { runNpm } from './programs.mjs'

/**
 * Whether what is installed is what the lock file asks for. Optional packages may be missing: they are for other machines.
 * @param {{ packages?: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} lock
 * @param {{ packages?: Record<string, { version?: string }> } | undefined} installed npm's own note of what it installed
 */
export function isInstalled(lock, installed) {
  if (installed?.packages === undefined) return false
  return Object.entries(lock.packages ?? {}).every(([path, { version, optional, link }]) => {
    const there = installed.packages[path]
    return (
      path === '' || link === true || there?.version === version || (there === undefined && optional === true)
    )
  })
}

export async function install() {
  const lock = readJson(join(root, 'package-lock.json'))
  if (lock === undefined || isInstalled(lock, readJson(join(root, 'node_modules', '.package-lock.json'))))
    return
  // npm would empty the folder that the link leads to, which is another checkout's.
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new Error(
      'The folder node_modules is a link and does not hold what the lock file asks for. Remove it.',
    )
  console.error('Installing packages …')
  if (await runNpm(['ci', '--no-audit', '--no-fund'])) return
  throw new Error('The packages could not be installed. See what npm says above, and try: npm ci')
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
