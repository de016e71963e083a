import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { fault } from '#shared/base/fault'
import type { Answer } from '#shared/contract/contract'
import type { Slice } from '#shared/contract/slice'
import { setField } from '#shared/document/edits'
import { change } from '../stores/document'
import { TestPage } from '../testing/TestPage'
import { exportOnnx, exportPytorch, newDocument, openFile, openTemplate, recentFiles, save } from './files'
import { formOf, startRun, stopRun } from './run'

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0))

const site = {
  id: 'attention',
  node: 'attention',
  title: 'Attention',
  heads: 1,
  rowAxis: 'steps',
  columnAxis: 'words',
}

function slice(order: number): Slice {
  return {
    site: 'attention',
    order,
    coordinates: [],
    firstRow: order,
    heads: 1,
    rows: 1,
    columns: 2,
    weights: Float32Array.of(0.25, 0.75),
    rowLabels: ['a'],
    columnLabels: ['x', 'y'],
  }
}

/** A document that can run, on a host whose run ends when the test says so. */
function runnable() {
  let end: (answer: Answer<'run.start'>) => void = () => undefined
  let fail: (error: unknown) => void = () => undefined
  const test = new TestPage({
    'run.start': () =>
      new Promise<Answer<'run.start'>>((resolve, reject) => {
        end = resolve
        fail = reject
      }),
    'run.credit': () => ({}),
    'run.cancel': () => ({}),
    'document.encode': () => ({ bytes: Uint8Array.of(1, 2) }),
    'document.export': ({ to }) => ({
      files: (to === 'onnx' ? ['untitled.onnx'] : ['untitled.py', 'untitled.safetensors']).map((name) => ({
        name,
        bytes: Uint8Array.of(3),
      })),
    }),
  })
  const vocabularies = { source: ['<pad>', '<start>', '<end>', '<unknown>', 'one'] }
  change(test.page.documents, 'add vocabulary', setField(test.document, 'vocabularies', vocabularies))
  test.add('words')
  test.add('embedding')
  test.wire('words.words', 'embedding.words')
  return { test, end: (answer: Answer<'run.start'>) => end(answer), fail: (error: unknown) => fail(error) }
}

const done: Answer<'run.start'> = {
  outputs: [{ name: 'said', node: 'decide', text: 'un', dims: [1], values: Float32Array.of(1) }],
  sites: [site],
  milliseconds: 12,
  unknown: [],
}

describe('a run', () => {
  it('sends what the form holds, collects slices, returns credit, and ends', async () => {
    const { test, end } = runnable()
    test.page.session.setState({ inputs: { source: 'one' } })
    const ran = startRun(test.page)
    await settle()
    expect(test.asks('run.start')[0]).toMatchObject({ inputs: { source: 'one' }, document: test.document })
    const run = test.page.runs.getState().run!
    test.emit('run.sites', { run, sites: [site] })
    test.emit('run.slice', { run, slice: slice(0) })
    test.emit('run.slice', { run, slice: slice(1) })
    test.emit('run.slice', { run: 'another', slice: slice(2) })
    expect(test.asks('run.credit')).toEqual([])
    test.frame()
    await settle()
    expect(test.asks('run.credit')).toEqual([{ run, slices: 2 }])
    end(done)
    await ran
    expect(test.page.slices.slices('attention').map(({ order }) => order)).toEqual([0, 1])
    expect(test.page.runs.getState()).toMatchObject({
      state: 'done',
      selectedSite: 'attention',
      milliseconds: 12,
    })
    expect(test.page.session.getState().announcement).toBe('Run done. said: un')
  })

  it('does not start while there are problems, and shows them', async () => {
    const { test } = runnable()
    test.add('gru')
    await startRun(test.page)
    expect(test.asks('run.start')).toEqual([])
    expect(test.page.session.getState().dockTab).toBe('problems')
  })

  it('tells why it failed and keeps the document', async () => {
    const { test, fail } = runnable()
    const before = test.document
    const ran = startRun(test.page)
    await settle()
    fail(fault('engine-lost', 'The engine ended unexpectedly and was started again.'))
    await ran
    expect(test.page.runs.getState().state).toBe('failed')
    expect(test.page.session.getState().notices[0]?.text).toBe(
      'The engine ended unexpectedly and was started again.',
    )
    expect(test.document).toBe(before)
  })

  it('stops without calling it a failure', async () => {
    const { test, fail } = runnable()
    const ran = startRun(test.page)
    await settle()
    stopRun(test.page)
    fail(fault('cancelled', 'The run was stopped.'))
    await ran
    expect(test.asks('run.cancel')).toEqual([{ run: test.page.runs.getState().run }])
    expect(test.page.runs.getState().state).toBe('idle')
    expect(test.page.session.getState().notices).toEqual([])
  })

  it('has a field for each input, and an example in it', () => {
    const { test } = runnable()
    expect(formOf(test.document).map(({ field, vocabulary }) => [field, vocabulary])).toEqual([
      ['source', 'source'],
    ])
  })
})

describe('files', () => {
  it('are saved as bytes, and then nothing is unsaved until the next change', async () => {
    const { test } = runnable()
    const { documents } = test.page
    expect(documents.getState().dirty).toBe(true)
    await save(test.page)
    expect(test.downloads.map(({ name }) => name)).toEqual(['untitled.heed'])
    expect(documents.getState().dirty).toBe(false)
    test.undo()
    expect(documents.getState().dirty).toBe(true)
    test.redo()
    expect(documents.getState().dirty).toBe(false)
    await exportOnnx(test.page)
    expect(test.downloads.at(-1)?.name).toBe('untitled.onnx')
    await exportPytorch(test.page)
    expect(test.downloads.at(-1)?.name).toBe('untitled.zip')
    expect(Object.keys(unzipSync(test.downloads.at(-1)!.bytes))).toEqual([
      'untitled.py',
      'untitled.safetensors',
    ])
  })

  it('are not left with unsaved work against the user’s word', () => {
    const { test } = runnable()
    const before = test.document
    test.confirms = false
    newDocument(test.page)
    expect(test.document).toBe(before)
  })

  it('that are broken are told about in one sentence', async () => {
    const test = new TestPage({
      'document.decode': () => {
        throw fault('bad-file', 'x.heed is not a document of Heed: it is not a zip file.')
      },
    })
    const before = test.document
    await openFile(test.page, { name: 'x.heed', bytes: Uint8Array.of(0) })
    await openFile(test.page, { name: 'x.txt', bytes: Uint8Array.of(0) })
    expect(test.page.session.getState().notices.map(({ text }) => text)).toEqual([
      'x.heed is not a document of Heed: it is not a zip file.',
      'Heed opens .heed documents and .onnx models; x.txt is neither.',
    ])
    expect(test.document).toBe(before)
  })

  it('and templates that were opened are remembered', async () => {
    const { test } = runnable()
    const opened = new TestPage({
      'document.template': () => ({ document: test.document, weights: 'w', name: 'a.heed' }),
    })
    await openTemplate(opened.page, 'a')
    expect(opened.document).toBe(test.document)
    expect(recentFiles(opened.page)).toEqual([{ name: 'a.heed', title: 'Untitled', template: 'a' }])
  })
})
