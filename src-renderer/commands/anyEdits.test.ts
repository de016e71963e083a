/** Whatever a person does: undone to the start and done again to the end, the document is the same at each step. */
import ELK from 'elkjs/lib/elk.bundled.js'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { HeedDocument } from '#shared/document/document'
import { setField, setParam, setTitle } from '#shared/document/edits'
import { setPoints } from '#shared/document/editsPoints'
import { mendsOf } from '#shared/document/mends'
import { parseDocument } from '#shared/document/migrate'
import { portsOf } from '#shared/document/structure'
import { kinds } from '#shared/kinds/registry'
import type { LayOut } from '../canvas/tidyLevels'
import { change } from '../stores/document'
import { select } from '../stores/session'
import { TestPage } from '../testing/TestPage'
import { alignSelection, distributeSelection, putAround, takeOut } from './arranging'
import {
  addKind,
  connectPorts,
  copySelection,
  deleteSelection,
  duplicate,
  moveNodes,
  nudge,
  pasteText,
} from './editing'
import { addIntoWire, deleteAndHeal, mendWire } from './inserting'
import { closeInside, showInside } from './inside'
import { tidy } from './tidy'

const elk = new ELK()
const layOut: LayOut = (graph) => elk.layout(graph)
const allKinds = [...kinds.keys()]

/** Picks are numbers; what they mean depends on what there is. */
type Picks = readonly [number, number, number]
type Act = (test: TestPage, picks: Picks) => unknown

function nodeAt(test: TestPage, pick: number): string | undefined {
  const ids = Object.keys(test.document.nodes)
  return ids[pick % Math.max(1, ids.length)]
}

function wireAt(test: TestPage, pick: number): string | undefined {
  const ids = Object.keys(test.document.wires)
  return ids[pick % Math.max(1, ids.length)]
}

function portAt(test: TestPage, node: string, side: 'inputs' | 'outputs', pick: number) {
  const names = Object.keys(portsOf(test.document.nodes[node]!)[side])
  const port = names[pick % Math.max(1, names.length)]
  return port === undefined ? undefined : { node, port }
}

function ends(test: TestPage, [a, b, c]: Picks) {
  const [one, two] = [nodeAt(test, a), nodeAt(test, b)]
  if (one === undefined || two === undefined) return undefined
  const [from, to] = [portAt(test, one, 'outputs', c), portAt(test, two, 'inputs', c)]
  return from === undefined || to === undefined ? undefined : ([from, to] as const)
}

function pickSome(test: TestPage, picks: Picks): void {
  select(
    test.page.session,
    picks.flatMap((pick) => nodeAt(test, pick) ?? []),
  )
}

function withSome(act: (test: TestPage, picks: Picks) => unknown): Act {
  return (test, picks) => {
    pickSome(test, picks)
    return act(test, picks)
  }
}

const frames = ['loop-each', 'loop-times', 'loop-until', 'group']

const acts: Readonly<Record<string, Act>> = {
  add: (test, [a, b]) => {
    select(test.page.session, [])
    return addKind(test.page, allKinds[a % allKinds.length]!, { at: { x: b % 900, y: a % 400 } })
  },
  'add beside': withSome((test, [a]) => addKind(test.page, allKinds[a % allKinds.length]!)),
  wire: (test, picks) => {
    const pair = ends(test, picks)
    if (pair) connectPorts(test.page, ...pair)
  },
  'wire, whatever fits': (test, [a, b]) => {
    for (let i = 0; i < 12; i += 1) {
      const pair = ends(test, [a + i, b + i * 3, i])
      if (pair && connectPorts(test.page, ...pair) === undefined) return
    }
  },
  'delete nodes': withSome((test) => deleteSelection(test.page)),
  'delete a wire': (test, [a]) => {
    const wire = wireAt(test, a)
    if (wire === undefined) return
    select(test.page.session, [], [wire])
    deleteSelection(test.page)
  },
  heal: (test, [a]) => {
    select(
      test.page.session,
      [nodeAt(test, a)].filter((id) => id !== undefined),
    )
    deleteAndHeal(test.page)
  },
  insert: (test, [a, b]) => {
    const wire = wireAt(test, a)
    if (wire !== undefined) addIntoWire(test.page, allKinds[b % allKinds.length]!, wire)
  },
  mend: (test, picks) => {
    const pair = ends(test, picks)
    const [mend] = pair ? mendsOf(test.document, ...pair) : []
    if (mend) mendWire(test.page, mend)
  },
  'put around': withSome((test, [a]) => putAround(test.page, frames[a % 4]!)),
  'take out': withSome((test) => takeOut(test.page)),
  paste: withSome((test, [a]) => {
    const text = copySelection(test.page)
    if (text !== undefined) pasteText(test.page, text, { x: a % 500, y: 300 })
  }),
  duplicate: withSome((test) => duplicate(test.page)),
  move: (test, [a, b, c]) => {
    const id = nodeAt(test, a)
    if (id !== undefined) moveNodes(test.page, [{ id, at: { x: b % 1500, y: c % 700 }, frame: undefined }])
  },
  nudge: withSome((test, [a, , c]) =>
    nudge(test.page, test.page.session.getState().selectedNodes, (a % 3) - 1, c % 9),
  ),
  align: withSome((test, [a]) => alignSelection(test.page, a % 2 === 0 ? 'left' : 'middle')),
  space: withSome((test) => distributeSelection(test.page, 'x')),
  tidy: withSome((test) => tidy(test.page, layOut)),
  'tidy all': (test) => {
    test.select()
    return tidy(test.page, layOut)
  },
  open: (test, [a]) => {
    test.select(...[nodeAt(test, a)].filter((id) => id !== undefined))
    return showInside(test.page)
  },
  close: (test, [a]) => {
    const parts = Object.values(test.document.nodes).filter(({ openedFrom }) => openedFrom !== undefined)
    const part = parts[a % Math.max(1, parts.length)]
    test.select(...(part === undefined ? [] : [part.id]))
    return closeInside(test.page)
  },
  'open the GRU': (test) => {
    test.select('gru')
    return showInside(test.page)
  },
  points: (test, [a, b, c]) => {
    const wire = wireAt(test, a)
    if (wire !== undefined)
      change(test.page.documents, 'lead a wire', setPoints(test.document, wire, [{ x: b % 800, y: c % 800 }]))
  },
  param: (test, [a, b, c]) => {
    const id = nodeAt(test, a)
    const kind = id === undefined ? undefined : kinds.get(test.document.nodes[id]!.kind)
    const [name, param] = Object.entries(kind?.params ?? {})[b % 4] ?? []
    if (id === undefined || name === undefined || param?.type !== 'integer') return
    change(test.page.documents, 'set', setParam(test.document, id, name, 1 + (c % 9)), `param ${id} ${name}`)
  },
  title: (test, [a]) => {
    const id = nodeAt(test, a)
    if (id !== undefined)
      change(test.page.documents, 'name', setTitle(test.document, id, a % 2 ? `n${a}` : ''))
  },
}

const step = fc.tuple(
  fc.constantFrom(...Object.keys(acts)),
  fc.tuple(fc.nat(9973), fc.nat(9973), fc.nat(9973)),
)

it('every sequence of edits is undone to the start and done again to the end', async () => {
  const done = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 40 }), async (steps) => {
      const test = new TestPage({ 'weights.carry': ({ weights }) => ({ weights }) })
      const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two'] }
      change(test.page.documents, 'add vocabulary', setField(test.document, 'vocabularies', vocabularies))
      for (const kind of ['words', 'embedding', 'gru', 'pool', 'decide-class']) test.add(kind)
      test.wire('words.words', 'embedding.words')
      test.wire('embedding.vectors', 'gru.sequence')
      const { past: begun } = test.page.documents.getState()
      const seen: HeedDocument[] = [test.document]
      for (const [name, picks] of steps) {
        const before = test.document
        await acts[name]!(test, picks)
        if (test.document === before) continue
        done.add(name)
        // A step that joined the last one stands in its place.
        const depth = test.page.documents.getState().past.length - begun.length
        seen.length = Math.min(seen.length, depth)
        seen.push(test.document)
      }
      const last = test.document
      expect(parseDocument(JSON.parse(JSON.stringify(last)))).toEqual({ ok: true, value: last })
      for (const wanted of seen.slice(0, -1).reverse()) expect(test.undo().document).toEqual(wanted)
      for (const wanted of seen.slice(1)) expect(test.redo().document).toEqual(wanted)
      expect(test.document).toEqual(last)
    }),
    { seed: 7, numRuns: 45 },
  )
  expect([...Object.keys(acts)].filter((name) => !done.has(name))).toEqual([])
}, 60_000)
