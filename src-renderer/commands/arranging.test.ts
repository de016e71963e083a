import { describe, expect, it } from 'vitest'
import { setField } from '#shared/document/edits'
import { change } from '../stores/document'
import { select } from '../stores/session'
import { TestPage } from '../testing/TestPage'
import { alignSelection, distributeSelection, mayTakeOut, putAround, takeOut } from './arranging'
import { addKind, moveNodes } from './editing'
import { deleteAndHeal } from './inserting'
import { CARD } from './places'

/** words → embedding → pool */
function chain(): TestPage {
  const test = new TestPage()
  const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two'] }
  change(test.page.documents, 'add vocabulary', setField(test.document, 'vocabularies', vocabularies))
  for (const kind of ['words', 'embedding', 'pool']) test.add(kind)
  test.wire('words.words', 'embedding.words')
  test.wire('embedding.vectors', 'pool.sequence')
  return test
}

const THROUGH = 'embedding.vectors-pool.sequence'

function ends(test: TestPage): string[] {
  return Object.values(test.document.wires).map(({ from, to }) => `${from.node} ${to.node}`)
}

describe('a node into a wire', () => {
  it('by the list, while the wire is selected: one step, both wires, room made', () => {
    const test = chain()
    const before = test.document
    select(test.page.session, [], [THROUGH])
    addKind(test.page, 'dense')
    expect(test.undoName).toBe('insert Dense')
    expect(ends(test).sort()).toEqual(['dense pool', 'embedding dense', 'words embedding'])
    const { embedding, dense, pool } = test.document.nodes
    expect(dense!.position.x).toBeGreaterThan(embedding!.position.x)
    expect(pool!.position.x).toBeGreaterThan(dense!.position.x)
    test.expectNoProblems()
    const after = test.document
    expect(test.undo().document).toEqual(before)
    expect(test.redo().document).toEqual(after)
  })

  it('by letting it go over the wire', () => {
    const test = chain()
    test.add('dense')
    moveNodes(test.page, [{ id: 'dense', at: { x: 300, y: 10 }, frame: undefined }], THROUGH)
    expect(test.undoName).toBe('insert Dense')
    expect(ends(test)).toContain('dense pool')
    const { embedding, dense, pool } = test.document.nodes
    expect(dense!.position.y).toBe(10)
    expect(dense!.position.x).toBeGreaterThan(embedding!.position.x + CARD.width)
    expect(pool!.position.x).toBeGreaterThan(dense!.position.x + CARD.width)
  })

  it('is only placed where no pair of its ports fits, and that is said', () => {
    const test = chain()
    select(test.page.session, [], [THROUGH])
    addKind(test.page, 'words')
    expect(test.undoName).toBe('add Words')
    expect(test.page.session.getState().notices[0]!.text).toMatch(/does not stand in this wire/)
    expect(ends(test)).toEqual(['words embedding', 'embedding pool'])
  })
})

it('deletes and heals in one step', () => {
  const test = chain()
  select(test.page.session, [], [THROUGH])
  addKind(test.page, 'dense')
  test.select('dense')
  deleteAndHeal(test.page)
  expect(test.undoName).toBe('delete Dense and heal')
  expect(ends(test)).toContain('embedding pool')
  test.expectNoProblems()
})

describe('loops', () => {
  it('go around the selection and away again without a trace', () => {
    const test = chain()
    select(test.page.session, [], [THROUGH])
    addKind(test.page, 'dense')
    const before = test.document
    test.select('dense')
    putAround(test.page, 'loop-each')
    expect(test.undoName).toBe('put into For each element')
    expect(test.document.nodes.dense!.parent).toBe('loop-each')
    test.expectNoProblems()
    expect(mayTakeOut(test.page)).toBe(true)
    takeOut(test.page)
    expect(test.document).toEqual(before)
    expect([...test.page.session.getState().selectedNodes]).toEqual(['dense'])
  })

  it('may be groups, which change nothing that is computed', () => {
    const test = chain()
    const before = test.document
    test.select('embedding', 'pool')
    putAround(test.page, 'group')
    expect(test.undoName).toBe('put into Group')
    expect(test.document.nodes.pool!.parent).toBe('group')
    expect(test.document.wires).toBe(before.wires)
    test.expectNoProblems()
    expect([...test.page.session.getState().selectedNodes]).toEqual(['group'])
    takeOut(test.page)
    expect(test.document).toEqual(before)
  })

  it('let single nodes out', () => {
    const test = chain()
    test.select('pool')
    putAround(test.page, 'loop-times')
    test.select('pool')
    takeOut(test.page)
    expect(test.document.nodes.pool!.parent).toBeUndefined()
    expect(test.document.nodes['loop-times']).toBeDefined()
  })
})

describe('lining up', () => {
  it('puts edges on one line and gaps between evenly, each as one step', () => {
    const test = chain()
    moveNodes(test.page, [
      { id: 'words', at: { x: 10, y: 0 }, frame: undefined },
      { id: 'embedding', at: { x: 300, y: 55 }, frame: undefined },
      { id: 'pool', at: { x: 1000, y: 210 }, frame: undefined },
    ])
    test.select('words', 'embedding', 'pool')
    alignSelection(test.page, 'top')
    expect(Object.values(test.document.nodes).map(({ position }) => position.y)).toEqual([0, 0, 0])
    distributeSelection(test.page, 'x')
    expect(Object.values(test.document.nodes).map(({ position }) => position.x)).toEqual([10, 505, 1000])
    alignSelection(test.page, 'right')
    expect(new Set(Object.values(test.document.nodes).map(({ position }) => position.x))).toEqual(
      new Set([1000]),
    )
    expect(test.undoName).toBe('align 3 nodes')
  })
})
