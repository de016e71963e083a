/** Electron's binary: found, or fetched once with a limit. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { cache, root } from './places.mjs'
import { runNode } from './programs.mjs'

const folder = join(root, 'node_modules', 'electron')
const FETCH_LIMIT_MS = 120_000
/** After a fetch that failed, the next start does not wait for another. */
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000
/** An Electron that ends with an error sooner than this did not open its window. */
const FAILED_START_MS = 4000

/** @returns {string | undefined} path of the binary, when it is there */
export function electronBinary() {
  try {
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}

/** @returns {Promise<string | undefined>} */
export async function electronFound() {
  const failed = join(cache, 'electron-not-fetched')
  const there = electronBinary()
  if (there !== undefined || isRecent(failed)) return there
  console.error('Fetching Electron, once, about 110 MB …')
  await runNode(join(folder, 'install.js'), [], { quiet: true, limit: FETCH_LIMIT_MS })
  const fetched = electronBinary()
  if (fetched === undefined) {
    mkdirSync(cache, { recursive: true })
    writeFileSync(failed, '')
  }
  return fetched
}

function isRecent(path) {
  try {
    return Date.now() - statSync(path).mtimeMs < RETRY_AFTER_MS
  } catch {
    return false
  }
}

/**
 * Opens the window and waits for its end.
 * @returns {Promise<number | undefined>} the exit code; undefined when no window could be opened
 */
export function openWindow(binary) {
  const began = Date.now()
  return new Promise((resolve) => {
    const child = spawn(binary, [root, ...process.argv.slice(2)], { stdio: 'inherit' })
    child.once('error', () => resolve(undefined))
    child.once('exit', (code) => {
      const failed = code !== 0 && Date.now() - began < FAILED_START_MS
      resolve(failed ? undefined : (code ?? 1))
    })
  })
}
