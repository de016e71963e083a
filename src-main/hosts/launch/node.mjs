/** Refuses a Node that is too old, in a sentence. Written in plain old JavaScript, so that an old Node can read it. */
import process from 'node:process'

const NEEDED = [20, 19]

/**
 * @param {string} version such as `v20.19.0`
 * @returns {string | undefined} the sentence, when it is too old
 */
export function nodeProblem(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  const enough = major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
  if (enough) return undefined
  return `Heed needs Node ${NEEDED.join('.')} or newer, but this is ${version}. Get a newer one from nodejs.org.`
}

export function checkNode() {
  const problem = nodeProblem(process.version)
  if (problem === undefined) return
  console.error(problem)
  process.exit(1)
}
