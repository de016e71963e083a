/** Other programs, started from the root of the repository. Their output goes to stderr: stdout belongs to results. */
import { spawn } from 'node:child_process'
import process from 'node:process'
import { root } from './places.mjs'

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, limit?: number }} [options] `limit` in milliseconds
 * @returns {Promise<boolean>} whether it ended well
 */
export function runProgram(program, args, { env = {}, quiet = false, limit } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? 'ignore' : ['ignore', 2, 2],
      timeout: limit,
      shell: process.platform === 'win32' && program === 'npm',
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** A script of this very Node. */
export function runNode(script, args, options) {
  return runProgram(process.execPath, [script, ...args], options)
}

/** npm: the one that started us, where one did. */
export function runNpm(args, options) {
  const npm = process.env.npm_execpath
  return npm?.endsWith('.js') ? runNode(npm, args, options) : runProgram('npm', args, options)
}
