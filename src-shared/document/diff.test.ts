import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apply, type Diff, invert, isEmpty, join, NO_CHANGE } from './diff'
import { type DocumentNode, emptyDocument, type HeedDocument, type Wire } from './document'

const ids = ['a', 'b', 'c', 'd']

const node = (id: string) =>
  fc.record({ x: fc.integer({ min: 0, max: 3 }), size: fc.integer({ min: 1, max: 3 }) }).map(
    ({ x, size }): DocumentNode => ({
      id,
      kind: 'dense',
      version: 1,
      params: { size },
      position: { x, y: 0 },
    }),
  )

const wire = (id: string) =>
  fc
    .constantFrom(...ids)
    .map((from): Wire => ({ id, from: { node: from, port: 'out' }, to: { node: id, port: 'in' } }))

const things = <T>(of: (id: string) => fc.Arbitrary<T>) =>
  fc.record(Object.fromEntries(ids.map((id) => [id, fc.option(of(id), { nil: undefined })] as const)))

const state = fc.record({ nodes: things(node), wires: things(wire), title: fc.constantFrom('x', 'y') })

function documentOf({ nodes, wires, title }: { nodes: object; wires: object; title: string }): HeedDocument {
  const present = (part: object) =>
    Object.fromEntries(Object.entries(part).filter(([, thing]) => thing !== undefined))
  return { ...emptyDocument(title), nodes: present(nodes), wires: present(wires) }
}

/** The diff that leads from one document to another. */
function between(from: HeedDocument, to: HeedDocument): Diff {
  const part = <T>(a: Record<string, T>, b: Record<string, T>) =>
    Object.fromEntries(
      [...new Set([...Object.keys(a), ...Object.keys(b)])].map(
        (id) => [id, { before: a[id], after: b[id] }] as const,
      ),
    )
  return {
    nodes: part(from.nodes, to.nodes),
    wires: part(from.wires, to.wires),
    fields: { title: { before: from.title, after: to.title } },
  }
}

describe('diffs', () => {
  it('lead from one document to the next and back', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const [from, to] = [documentOf(a), documentOf(b)]
        const diff = between(from, to)
        expect(apply(from, diff)).toEqual(to)
        expect(apply(to, invert(diff))).toEqual(from)
      }),
    )
  })

  it('join into one that does both, and reverses both', () => {
    fc.assert(
      fc.property(state, state, state, (a, b, c) => {
        const [from, over, to] = [documentOf(a), documentOf(b), documentOf(c)]
        const joined = join(between(from, over), between(over, to))
        expect(apply(from, joined)).toEqual(to)
        expect(apply(to, invert(joined))).toEqual(from)
      }),
    )
  })

  it('join with their reverse to nothing', () => {
    fc.assert(
      fc.property(state, state, (a, b) => {
        const diff = between(documentOf(a), documentOf(b))
        expect(isEmpty(join(diff, invert(diff)))).toBe(true)
      }),
    )
  })

  it('leave what they do not touch identical', () => {
    const document = documentOf({
      nodes: { a: { id: 'a', kind: 'k', version: 1, params: {}, position: { x: 0, y: 0 } } },
      wires: {},
      title: 'x',
    })
    const titled = apply(document, { ...NO_CHANGE, fields: { title: { before: 'x', after: 'y' } } })
    expect(titled.nodes).toBe(document.nodes)
    expect(titled.wires).toBe(document.wires)
    expect(apply(document, NO_CHANGE)).toBe(document)
  })

  it('remove a field that was not there before', () => {
    const document = emptyDocument()
    const diff: Diff = { ...NO_CHANGE, fields: { task: { after: { id: 'numbers', params: {} } } } }
    const back = apply(apply(document, diff), invert(diff))
    expect(back).toEqual(document)
    expect(Object.hasOwn(back, 'task')).toBe(false)
  })
})
