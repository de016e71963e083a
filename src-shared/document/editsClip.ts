/** Copying a part of a document and pasting it, also into another document: as text, which is checked like any other input. */
import { z } from 'zod'
import { err, ok, type Result } from '../base/result'
import { kinds } from '../kinds/registry'
import type { Change, Diff } from './diff'
import { NO_CHANGE } from './diff'
import { type DocumentNode, documentNode, type HeedDocument, type Wire, wire } from './document'
import { freeId, uniqueField } from './edits'
import { absolutePosition, descendants, type Point } from './editsPlaces'

const clip = z.object({
  format: z.literal('heed-clip'),
  nodes: z.array(documentNode).max(10_000),
  wires: z.array(wire).max(100_000),
  /** Vocabularies that the nodes name, for a document that lacks them. */
  vocabularies: z.record(z.string(), z.array(z.string())),
})

export type Clip = z.infer<typeof clip>

/** The given nodes, what lies inside of them, and the wires between them. */
export function copy(document: HeedDocument, ids: Iterable<string>): Clip {
  const chosen = descendants(document, ids)
  const nodes = [...chosen].flatMap((id) => {
    const node = document.nodes[id]
    if (node === undefined) return []
    if (node.parent !== undefined && chosen.has(node.parent)) return [node]
    const { parent: _, ...rest } = node
    return [{ ...rest, position: absolutePosition(document, id) }]
  })
  const wires = Object.values(document.wires).filter(
    ({ from, to }) => chosen.has(from.node) && chosen.has(to.node),
  )
  return { format: 'heed-clip', nodes, wires, vocabularies: vocabulariesOf(document, nodes) }
}

export function clipText(of: Clip): string {
  return JSON.stringify(of)
}

export function readClip(text: string): Result<Clip, string> {
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return err('The clipboard holds no nodes of Heed.')
  }
  const read = clip.safeParse(data)
  return read.success ? ok(read.data) : err('The clipboard holds no nodes of Heed.')
}

export interface Pasted {
  readonly diff: Diff
  /** The outermost of the new nodes. */
  readonly ids: readonly string[]
}

/** Pastes with new ids; the upper left corner of what is outermost comes to lie at `at`. */
export function paste(document: HeedDocument, of: Clip, at: Point): Pasted {
  const names = new Map<string, string>()
  const all: Record<string, DocumentNode> = { ...document.nodes }
  const ids = new Set(of.nodes.map(({ id }) => id))
  const outer = of.nodes.filter(({ parent }) => parent === undefined || !ids.has(parent))
  const left = Math.min(...outer.map(({ position }) => position.x))
  const top = Math.min(...outer.map(({ position }) => position.y))
  for (const node of of.nodes) {
    const id = freeId(node.id.replace(/-\d+$/, ''), all)
    names.set(node.id, id)
    const params = { ...uniqueField({ nodes: all }, kinds.get(node.kind), node.params) }
    all[id] = { ...node, id, params }
  }
  const nodes: Record<string, Change<DocumentNode>> = {}
  for (const node of of.nodes) {
    const id = names.get(node.id)!
    const { parent, tieTo, ...rest } = all[id]!
    const inside = parent === undefined ? undefined : names.get(parent)
    const { x, y } = node.position
    nodes[id] = {
      after: {
        ...rest,
        position:
          inside === undefined ? { x: Math.round(x - left + at.x), y: Math.round(y - top + at.y) } : { x, y },
        ...(inside === undefined ? {} : { parent: inside }),
        ...(tieTo === undefined ? {} : { tieTo: retied(tieTo, names, document) }),
      },
    }
  }
  return {
    ids: outer.map(({ id }) => names.get(id)!),
    diff: { nodes, wires: pastedWires(document, of, names), fields: pastedVocabularies(document, of) },
  }
}

function pastedWires(document: HeedDocument, of: Clip, names: ReadonlyMap<string, string>): Diff['wires'] {
  const taken: Record<string, unknown> = { ...document.wires }
  const wires: Record<string, Change<Wire>> = {}
  for (const old of of.wires) {
    const [from, to] = [names.get(old.from.node), names.get(old.to.node)]
    if (from === undefined || to === undefined) continue
    const id = freeId(`${from}.${old.from.port}-${to}.${old.to.port}`, taken)
    taken[id] = true
    wires[id] = { after: { ...old, id, from: { ...old.from, node: from }, to: { ...old.to, node: to } } }
  }
  return wires
}

function pastedVocabularies(document: HeedDocument, of: Clip): Diff['fields'] {
  const missing = Object.entries(of.vocabularies).filter(
    ([name]) => !Object.hasOwn(document.vocabularies, name),
  )
  if (missing.length === 0) return NO_CHANGE.fields
  const after = { ...document.vocabularies, ...Object.fromEntries(missing) }
  return { vocabularies: { before: document.vocabularies, after } }
}

/** A tie among the pasted nodes moves with them; one to a node that stays behind is kept where that node exists. */
function retied(
  tieTo: NonNullable<DocumentNode['tieTo']>,
  names: ReadonlyMap<string, string>,
  document: HeedDocument,
): NonNullable<DocumentNode['tieTo']> {
  return Object.fromEntries(
    Object.entries(tieTo).flatMap(([param, tie]) => {
      const node = names.get(tie.node) ?? (Object.hasOwn(document.nodes, tie.node) ? tie.node : undefined)
      return node === undefined ? [] : [[param, { ...tie, node }] as const]
    }),
  )
}

function vocabulariesOf(document: HeedDocument, nodes: readonly DocumentNode[]): Record<string, string[]> {
  const named = new Set(
    nodes.flatMap((node) =>
      Object.entries(kinds.get(node.kind)?.params ?? {})
        .filter(([, param]) => param.type === 'vocabulary')
        .map(([name]) => node.params[name]),
    ),
  )
  return Object.fromEntries(Object.entries(document.vocabularies).filter(([name]) => named.has(name)))
}
