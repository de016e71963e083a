/**
 * Types and problems of a document, found once for each change that can alter them: moving a node about does not. Components read
 * leaves of it (a port's words, a node's problems) and so render again only when theirs change.
 */
import type { Problem } from '#shared/base/problem'
import { describeType } from '#shared/document/describe'
import type { DocumentNode, HeedDocument } from '#shared/document/document'
import { type Inference, infer } from '#shared/document/infer'
import { portKey } from '#shared/document/structure'

export interface Known extends Inference {
  /** What stands at an output, in words; absent when not known. */
  readonly described: ReadonlyMap<string, string>
  readonly problemsOf: ReadonlyMap<string, readonly Problem[]>
  readonly errors: number
}

const NO_PROBLEMS: readonly Problem[] = []
const cache = new WeakMap<HeedDocument, Known>()
let last: { readonly document: HeedDocument; readonly known: Known } | undefined

export function inferenceOf(document: HeedDocument): Known {
  const cached = cache.get(document)
  if (cached !== undefined) return cached
  const known =
    last !== undefined && sameMeaning(last.document, document) ? last.known : digest(infer(document))
  cache.set(document, known)
  last = { document, known }
  return known
}

export function problemsOf(document: HeedDocument, node: string): readonly Problem[] {
  return inferenceOf(document).problemsOf.get(node) ?? NO_PROBLEMS
}

/** Something is wrong, or only not finished yet; `right` where there is no problem. */
export type Health = 'right' | 'unfinished' | 'wrong'

export function healthOf(problems: readonly Problem[]): Health {
  if (problems.length === 0) return 'right'
  return problems.every(({ unfinished }) => unfinished) ? 'unfinished' : 'wrong'
}

/** What arrives at an input, in words. */
export function describeInput(document: HeedDocument, node: string, port: string): string | undefined {
  const known = inferenceOf(document)
  const found = (known.structure.into.get(portKey({ node, port })) ?? []).flatMap(
    (wire) => known.described.get(portKey(wire.from)) ?? [],
  )
  return found.length === 0 ? undefined : found.join(', ')
}

export function describeOutput(document: HeedDocument, node: string, port: string): string | undefined {
  return inferenceOf(document).described.get(portKey({ node, port }))
}

function digest(inference: Inference): Known {
  const byNode = new Map<string, Problem[]>()
  for (const problem of inference.problems) {
    if (problem.node === undefined) continue
    const own = byNode.get(problem.node) ?? []
    byNode.set(problem.node, own)
    own.push(problem)
  }
  return {
    ...inference,
    described: new Map([...inference.outputs].map(([key, type]) => [key, describeType(type)] as const)),
    problemsOf: byNode,
    errors: inference.problems.filter(({ severity }) => severity === 'error').length,
  }
}

/** Whether two documents differ in nothing but where things lie and what is written about them. */
function sameMeaning(a: HeedDocument, b: HeedDocument): boolean {
  if (a.wires !== b.wires || a.vocabularies !== b.vocabularies) return false
  if (a.nodes === b.nodes) return true
  const ids = Object.keys(b.nodes)
  if (Object.keys(a.nodes).length !== ids.length) return false
  return ids.every((id) => {
    const before = a.nodes[id]
    return before !== undefined && sameNode(before, b.nodes[id]!)
  })
}

function sameNode(a: DocumentNode, b: DocumentNode): boolean {
  if (a === b) return true
  return (
    a.kind === b.kind &&
    a.version === b.version &&
    a.title === b.title &&
    a.parent === b.parent &&
    a.params === b.params &&
    a.tieTo === b.tieTo
  )
}
