import { describe, expect, it } from 'vitest'
import { setField, setParam } from '#shared/document/edits'
import { change, seal } from '../stores/document'
import { TestPage } from '../testing/TestPage'
import {
  addKind,
  copySelection,
  deleteSelection,
  duplicate,
  moveNodes,
  nudge,
  pasteText,
  putNodesInto,
  selectAll,
} from './editing'

function withWords(): TestPage {
  const test = new TestPage()
  const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one', 'two'] }
  change(test.page.documents, 'add vocabulary', setField(test.document, 'vocabularies', vocabularies))
  return test
}

describe('a headless canvas', () => {
  it('builds words → embedding → GRU → pooled → class without a problem', () => {
    const test = withWords()
    const [words, embedding, gru, decision] = ['words', 'embedding', 'gru', 'decide-words'].map((kind) =>
      test.add(kind),
    )
    expect(test.wire(`${words}.words`, `${embedding}.words`)).toBeUndefined()
    expect(test.wire(`${embedding}.vectors`, `${gru}.sequence`)).toBeUndefined()
    expect(test.wire(`${gru}.last`, `${decision}.features`)).toBeUndefined()
    test.expectNoProblems()
  })

  it('refuses a wire with the reason, and changes nothing', () => {
    const test = withWords()
    test.add('words')
    test.add('gru')
    const before = test.document
    expect(test.wire('words.words', 'gru.sequence')).toMatch(/expected numbers, found indices/)
    expect(test.document).toBe(before)
    expect(test.page.session.getState().notices[0]?.text).toMatch(/Embedding/)
    test.expectProblem('gru', /nothing is wired to it/)
  })

  it('puts a loop that is dropped on others beside them', () => {
    const test = withWords()
    for (const x of [0, 300]) addKind(test.page, 'gru', { at: { x, y: 0 } })
    const loop = addKind(test.page, 'loop-until', { at: { x: 40, y: 60 } })
    expect(test.document.nodes[loop]?.position).toEqual({ x: 40, y: 140 })
    expect(test.undoName).toBe('add Until an end word')
  })

  it('undoes and redoes each gesture by its name', () => {
    const test = withWords()
    const empty = test.document
    test.add('words')
    expect(test.undoName).toBe('add Words')
    test.add('embedding')
    test.wire('words.words', 'embedding.words')
    expect(test.undoName).toBe('wire Words to Embedding')
    const full = test.document
    test.undo().undo().undo()
    expect(test.document).toEqual(empty)
    test.redo().redo().redo()
    expect(test.document).toEqual(full)
    expect(test.page.session.getState().announcement).toBe('Done again: wire Words to Embedding')
  })

  it('joins keystrokes of one field to one step, and keeps apart what lies before and after leaving it', () => {
    const test = withWords()
    test.add('gru')
    const steps = () => test.page.documents.getState().past.length
    const before = steps()
    const type = (units: number) =>
      change(
        test.page.documents,
        'set units',
        setParam(test.document, 'gru', 'units', units),
        'param gru units',
      )
    type(1)
    type(12)
    type(128)
    expect(steps()).toBe(before + 1)
    seal(test.page.documents)
    type(129)
    expect(steps()).toBe(before + 2)
    test.undo()
    expect(test.document.nodes.gru?.params.units).toBe(128)
  })

  it('deletes a loop with all that lies in it, and brings all of it back', () => {
    const test = withWords()
    const loop = test.add('loop-times')
    test.add('dense', loop)
    test.add('words')
    const full = test.document
    test.select(loop)
    deleteSelection(test.page)
    expect(Object.keys(test.document.nodes)).toEqual(['words'])
    test.undo()
    expect(test.document).toEqual(full)
  })

  it('puts a node into a loop that has room for it, and takes it out where it is seen', () => {
    const test = withWords()
    const loop = test.add('loop-times')
    const dense = test.add('dense')
    moveNodes(test.page, [{ id: loop, at: { x: 1000, y: 500 }, frame: undefined }])
    moveNodes(test.page, [{ id: dense, at: { x: 1300, y: 620 }, frame: loop }])
    expect(test.document.nodes[dense]).toMatchObject({ parent: loop, position: { x: 300, y: 120 } })
    expect(test.document.nodes[loop]?.size?.width).toBeGreaterThan(300 + 230)
    putNodesInto(test.page, [dense], undefined)
    expect(test.document.nodes[dense]).toMatchObject({ position: { x: 1300, y: 620 } })
    expect(test.document.nodes[dense]?.parent).toBeUndefined()
  })

  it('moves by keys as one step', () => {
    const test = withWords()
    const id = test.add('dense')
    const { x } = test.document.nodes[id]!.position
    const steps = test.page.documents.getState().past.length
    nudge(test.page, [id], 8, 0)
    nudge(test.page, [id], 8, 0)
    expect(test.document.nodes[id]!.position.x).toBe(x + 16)
    expect(test.page.documents.getState().past.length).toBe(steps + 1)
  })

  it('copies wires and loops, renames fields, and pastes into another document', () => {
    const test = withWords()
    const loop = test.add('loop-times')
    test.add('dense', loop)
    test.add('words')
    test.add('embedding')
    test.wire('words.words', 'embedding.words')
    selectAll(test.page)
    const text = copySelection(test.page)!
    duplicate(test.page)
    duplicate(test.page)
    expect(test.document.nodes['words-3']?.params.field).toBe('source3')
    test.undo()
    expect(Object.keys(test.document.nodes)).toHaveLength(8)
    expect(Object.keys(test.document.wires)).toHaveLength(2)
    expect(test.document.nodes['words-2']?.params.field).toBe('source2')
    expect(test.document.nodes['dense-2']?.parent).toBe('loop-times-2')
    const other = new TestPage()
    pasteText(other.page, text, { x: 0, y: 0 })
    expect(Object.keys(other.document.nodes)).toHaveLength(4)
    expect(other.document.vocabularies).toEqual(test.document.vocabularies)
    other.undo()
    expect(other.document.nodes).toEqual({})
  })

  it('says that pasted text holds no nodes', () => {
    const test = withWords()
    for (const text of ['hello', '{"format":"heed-clip"}', '[1]']) pasteText(test.page, text)
    expect(test.page.session.getState().notices).toHaveLength(1)
    expect(Object.keys(test.document.nodes)).toHaveLength(0)
  })

  it('removes ties to what is deleted', () => {
    const test = withWords()
    test.add('dense')
    test.add('dense')
    const tied = { ...test.document.nodes['dense-2']!, tieTo: { W: { node: 'dense', param: 'W' } } }
    change(test.page.documents, 'tie', {
      nodes: { 'dense-2': { before: test.document.nodes['dense-2'], after: tied } },
      wires: {},
      fields: {},
    })
    test.select('dense')
    deleteSelection(test.page)
    expect(test.document.nodes['dense-2']).not.toHaveProperty('tieTo')
  })
})
