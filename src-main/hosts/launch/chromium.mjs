/** A real Chromium for end-to-end tests: found on this machine, or installed. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { root } from './places.mjs'
import { runNode, runProgram } from './programs.mjs'

const INSTALL_LIMIT_MS = 10 * 60 * 1000

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** @returns {Promise<string | undefined>} path of a Chromium that runs */
export async function findChromium() {
  const { PLAYWRIGHT_CHROMIUM, CHROME, CHROME_PATH } = process.env
  const own = await playwrightsOwn()
  return [PLAYWRIGHT_CHROMIUM, CHROME, CHROME_PATH, own, ...usual].find((path) => path && runs(path))
}

/** @returns {Promise<string | undefined>} */
export async function findOrInstallChromium() {
  const found = await findChromium()
  if (found !== undefined) return found
  console.error('Installing Chromium for the end-to-end tests …')
  for (const install of [installPackage, installPlaywrights]) {
    await install()
    const installed = await findChromium()
    if (installed !== undefined) return installed
  }
  return undefined
}

/** The system's own package, where we may install one: it brings the libraries that it needs. */
async function installPackage() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await runProgram('apt-get', ['update'], { env, limit: INSTALL_LIMIT_MS })
  await runProgram('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], {
    env,
    limit: INSTALL_LIMIT_MS,
  })
}

async function installPlaywrights() {
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  await runNode(cli, ['install', 'chromium'], { limit: INSTALL_LIMIT_MS })
}

async function playwrightsOwn() {
  try {
    const { chromium } = await import('@playwright/test')
    return chromium.executablePath()
  } catch {
    return undefined
  }
}

/** There, and not a stub that asks for an installation. Windows' has no answer for `--version`. */
function runs(path) {
  if (!existsSync(path)) return false
  if (process.platform === 'win32') return true
  return spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0
}
