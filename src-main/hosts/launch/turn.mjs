/** One build at a time: whoever comes second waits for its turn. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'

const PAUSE_MS = 100

/**
 * @template T
 * @param {string} folder the lock: a folder that exists while someone has the turn
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTurn(folder, work) {
  mkdirSync(dirname(folder), { recursive: true })
  while (!take(folder)) {
    if (abandoned(folder)) rmSync(folder, { recursive: true, force: true })
    else await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
  const leave = () => rmSync(folder, { recursive: true, force: true })
  process.once('exit', leave)
  try {
    return await work()
  } finally {
    leave()
    process.off('exit', leave)
  }
}

function take(folder) {
  try {
    mkdirSync(folder)
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
  writeFileSync(join(folder, 'owner'), String(process.pid))
  return true
}

/** The owner ended without leaving. */
function abandoned(folder) {
  let owner
  try {
    owner = Number(readFileSync(join(folder, 'owner'), 'utf8'))
  } catch {
    return false
  }
  try {
    process.kill(owner, 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
