/** Makes sure that everything is installed and built. A failure is a sentence and exit code 1. */
import process from 'node:process'
import { build } from './build.mjs'
import { install } from './install.mjs'

export async function prepare() {
  try {
    await install()
    await build()
  } catch (error) {
    console.error(error.message)
    process.exit(1)
  }
}
