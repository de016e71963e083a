/** Models made elsewhere, opened over their own files: on the page, and against the engine with models that mean harm. */
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encodeModel } from '#main/onnx/encode'
import type { OpenedModel } from '#shared/contract/contract'
import { emptyGraph, type Graph, type Node, type Tensor, type Value } from '#shared/ir/graph'
import { connectLink, type TestLink } from './harness/link'
import { root } from './harness/places'
import { type RunningServer, startServer } from './harness/server'
import { expect, test } from './harness/test'

const FIXTURE = join(root, 'src-main', 'inspect', 'fixtures', 'gpt2-17.onnx')

let folder = ''
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-e2e-open-'))
})
test.afterAll(() => rm(folder, { recursive: true, force: true }))

test.describe('on the page', () => {
  test('a model that is chosen shows its graph', async ({ heed }) => {
    await heed.openFile(FIXTURE)
    await expect(heed.page.getByText('gpt2-17.onnx').first()).toBeVisible()
  })

  test('a file that is no model gives a sentence, and the page goes on', async ({ heed }) => {
    const path = join(folder, 'broken.onnx')
    await writeFile(path, new Uint8Array([0x3a, 0xff, 0xff, 0xff, 0xff, 0x07]))
    await heed.openFile(path)
    await expect(heed.page.getByText('This is not a readable ONNX model').first()).toBeVisible()
    await heed.openTemplate('translation-attention')
  })
})

test.describe('by its path', () => {
  test('a model is opened where it lies, remembered, and said to be missing when it is gone', async ({
    heed,
  }, { project }) => {
    test.skip(project.name === 'desktop', 'a window knows the path of what is dropped or chosen')
    const path = join(folder, 'moving.onnx')
    await copyFile(FIXTURE, path)
    const open = async () => {
      await heed.page.getByTestId('open-by-path').click()
      await heed.page.getByRole('textbox', { name: /Path of a document/ }).fill(path)
      await heed.page.keyboard.press('Enter')
    }
    await open()
    await expect(heed.page.getByText('moving.onnx').first()).toBeVisible()
    await heed.toGallery()
    const recent = heed.page.getByTestId('recent-file').filter({ hasText: 'moving.onnx' })
    await recent.getByRole('button', { name: 'moving.onnx' }).click()
    await expect(heed.page.getByTestId('gallery')).toBeHidden()
    await rm(path)
    await heed.toGallery()
    await expect(recent).toContainText('no longer in')
    await recent.getByRole('button', { name: 'Forget it' }).click()
    await expect(recent).toBeHidden()
  })
})

test.describe('models that mean harm', () => {
  let server: RunningServer
  let link: TestLink
  test.beforeAll(async () => {
    server = await startServer()
    link = await connectLink(server)
  })
  test.afterAll(() => server.stop())

  async function opened(name: string, graph: Graph): Promise<OpenedModel> {
    const path = join(folder, name)
    await writeFile(path, encodeModel(graph))
    const answer = await link.ask('model.openPath', { path })
    if (!answer.ok) throw new Error(answer.fault.message)
    return answer.value
  }

  const scalar = (dtype: 'bool' | 'int64', data: Tensor['data'], dims: number[] = []): Tensor => ({
    dtype,
    dims,
    data,
  })
  const node = (op: string, inputs: (Value | undefined)[], outputs: Value[], more?: Partial<Node>): Node => ({
    op,
    domain: '',
    inputs,
    outputs,
    attributes: {},
    ...more,
  })

  test('a tensor of a terabyte ends as a sentence', async () => {
    const x: Value = { name: 'x', dtype: 'float32', shape: [1] }
    const shape: Value = { name: 'shape', dtype: 'int64', shape: [1] }
    const y: Value = { name: 'y', dtype: 'float32', shape: ['n'] }
    const graph: Graph = {
      ...emptyGraph('g'),
      inputs: [x],
      outputs: [y],
      nodes: [node('Expand', [x, shape], [y])],
    }
    graph.constants.set(shape, scalar('int64', BigInt64Array.of(2n ** 38n), [1]))
    const { model } = await opened('terabyte.onnx', graph)
    const answer = await link.ask('model.run', {
      run: 'terabyte',
      model,
      inputs: { tensors: { x: { dtype: 'float32', dims: [1], data: Float32Array.of(1) } } },
      sites: [],
    })
    expect(answer).toMatchObject({ ok: false, fault: { message: expect.stringMatching(/[.!]$/) } })
    expect(await link.ask('templates.list', {})).toMatchObject({ ok: true })
  })

  test('a loop that the file does not show to be endless is stopped when one asks', async () => {
    const going: Value = { name: 'going', dtype: 'bool', shape: [] }
    const y: Value = { name: 'y', dtype: 'bool', shape: [] }
    const [step, state, next, state2]: Value[] = [
      { name: 'step', dtype: 'int64', shape: [] },
      { name: 'state', dtype: 'bool', shape: [] },
      { name: 'next', dtype: 'bool', shape: [] },
      { name: 'state2', dtype: 'bool', shape: [] },
    ]
    const before: Value = { name: 'before', dtype: 'bool', shape: [] }
    const body: Graph = {
      ...emptyGraph('body'),
      inputs: [step!, before, state!],
      outputs: [next!, state2!],
      nodes: [node('Identity', [before], [next!]), node('Not', [state!], [state2!])],
    }
    const graph: Graph = {
      ...emptyGraph('g'),
      inputs: [going],
      outputs: [y],
      nodes: [
        node('Loop', [undefined, going, going], [y], {
          attributes: { body: { type: 'graph', value: body } },
        }),
      ],
    }
    const { model } = await opened('endless.onnx', graph)
    const data = Uint8Array.of(1)
    const answer = link.ask('model.run', {
      run: 'endless',
      model,
      inputs: { tensors: { going: { dtype: 'bool', dims: [], data } } },
      sites: [],
    })
    // Once it runs, the engine answers nothing more: the second of two questions waits for the kill.
    await link.ask('model.scope', { model, scope: '' })
    const waiting = link.ask('model.find', { model, text: 'loop', limit: 5 })
    await link.ask('run.cancel', { run: 'endless' })
    expect(await answer).toMatchObject({ ok: false, fault: { code: 'cancelled' } })
    expect(await waiting).toMatchObject({ ok: true, value: { total: 1 } })
  })

  test('a file that changed meanwhile is not run as if it were the same', async () => {
    const path = join(folder, 'changing.onnx')
    await copyFile(FIXTURE, path)
    const answer = await link.ask('model.openPath', { path })
    if (!answer.ok) throw new Error(answer.fault.message)
    await writeFile(path, new Uint8Array(10))
    const ran = await link.ask('model.run', {
      run: 'changed',
      model: answer.value.model,
      inputs: {},
      sites: [],
    })
    expect(ran).toMatchObject({ ok: false, fault: { message: expect.stringContaining('has changed') } })
  })

  test('a path that names no model gives a sentence', async () => {
    for (const path of ['model.onnx', '/etc/passwd', join(folder, 'nothing.onnx'), folder])
      expect(await link.ask('model.openPath', { path })).toMatchObject({ ok: false })
  })
})
