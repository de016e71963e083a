/** Whether two documents compute the same: they differ in nothing but names, notes, and where things lie. */
import type { DocumentNode, HeedDocument, Wire } from '#shared/document/document'

export function sameNumbers(a: HeedDocument, b: HeedDocument): boolean {
  if (a === b) return true
  return (
    a.seed === b.seed &&
    same(a.vocabularies, b.vocabularies) &&
    sameEntries(a.nodes, b.nodes, sameNode) &&
    sameEntries(a.wires, b.wires, sameWire)
  )
}

function sameNode(a: DocumentNode, b: DocumentNode): boolean {
  return a.kind === b.kind && a.parent === b.parent && same(a.params, b.params) && same(a.tieTo, b.tieTo)
}

function sameWire(a: Wire, b: Wire): boolean {
  return same(a.from, b.from) && same(a.to, b.to) && a.order === b.order
}

function sameEntries<T>(
  a: Readonly<Record<string, T>>,
  b: Readonly<Record<string, T>>,
  alike: (a: T, b: T) => boolean,
): boolean {
  if (a === b) return true
  const ids = Object.keys(b)
  if (Object.keys(a).length !== ids.length) return false
  return ids.every((id) => {
    const [before, after] = [a[id], b[id]]
    return before !== undefined && after !== undefined && (before === after || alike(before, after))
  })
}

/** Of plain data; edits keep what they leave, so most is the same object. */
function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}
