/** Ports that nothing is wired to, and in words what they take. */
import type { Port } from '../kinds/kind'
import { kinds } from '../kinds/registry'
import { describeShape, drawnShape } from './describe'
import type { DocumentNode } from './document'
import { type Draft, isWired } from './infer'
import { titleOf } from './structure'

/** An unwired port that must be wired is a problem; returns whether all that must be wired is. */
export function checkWired(draft: Draft, node: DocumentNode): boolean {
  let complete = true
  for (const [name, port] of Object.entries(draft.ports.get(node.id)!.inputs)) {
    if (port.optional || isWired(draft, node.id, name)) continue
    complete = false
    // A wire that may not be there has a problem of its own.
    if (draft.structure.problems.some((problem) => problem.node === node.id && problem.port === name))
      continue
    const endless = kinds.get(node.kind)?.loop === 'until' && name === 'word'
    draft.problems.push({
      node: node.id,
      port: name,
      severity: 'error',
      unfinished: true,
      message: endless
        ? `${titleOf(node)} ▸ word: nothing is wired to it, so the loop would never end.`
        : `${titleOf(node)} ▸ ${port.label ?? name}: nothing is wired to it.`,
      mend: endless
        ? 'Put a Words decision inside of the loop and wire its word to this port.'
        : wiringMend(port),
    })
  }
  return complete
}

/** What to wire: the port's own words where it has some, with its shape behind them. */
function wiringMend(port: Port): string {
  if (port.help) {
    const [first = ''] = port.help.split(/(?<=\.)\s/)
    const words = first.replace(/\.$/, '').replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase())
    const drawn = drawnShape(port.shape)
    return `It takes ${words}${drawn === '' ? '' : ` (${drawn})`}.`
  }
  if (port.element === 'index') return port.shape === '' ? 'Wire a word into it.' : 'Wire words into it.'
  if (port.shape === '' || port.shape === '*') return 'Wire a value into it.'
  if (/^\* \w+$/.test(port.shape)) return 'Wire a value with features into it.'
  return `Wire ${describeShape(port.shape)} into it.`
}
