/** The screen of a model without a window: what opening, running, choosing, walking and comparing ask of a host, and what they keep. */
import { beforeEach, describe, expect, test } from 'vitest'
import type { ModelSite, OpenedModel } from '#shared/contract/contract'
import type { ModelForm, ModelScope, TensorView } from '#shared/contract/model'
import type { Slice } from '#shared/contract/slice'
import { numberText } from '#shared/pictures/tensor/numberText'
import { chooseHead, headChoice } from '../stores/headChoice'
import { TestPage } from '../testing/TestPage'
import { enterScope, graphStore, leaveScope, selectNode, useLayouter } from './graph/graphStore'
import { giveModelFile, isForModel } from './modelFiles'
import { inputsOf, matchTensors, sameInputs } from './modelInputs'
import { listenToModels } from './modelRun'
import {
  beginComparison,
  beginModel,
  followSelection,
  modelScreen,
  runOpenedModel,
  setTyped,
} from './modelStore'
import { countText, factsOf } from './panel/facts'
import { sidesOf } from './side'
import { lookAtTensor, saveTensor, tensorStore } from './tensor/tensorStore'

const site = (id: string, part: Partial<ModelSite> = {}): ModelSite => ({
  id,
  node: id,
  title: id,
  heads: 2,
  rowAxis: 'words',
  columnAxis: 'words',
  operator: 'Softmax',
  kind: 'self',
  causal: false,
  shown: true,
  ...part,
})

const model: OpenedModel = {
  model: 'm1',
  name: 'bert.onnx',
  nodes: 4,
  operators: { Softmax: 2 },
  inputs: [{ name: 'input_ids', dtype: 'int64', shape: ['batch', 'words'] }],
  outputs: [],
  sites: [site('a0'), site('a1'), site('a2', { shown: false, reason: 'it is fused' })],
  refused: [],
}

const form: ModelForm = {
  fields: [
    {
      type: 'text',
      id: 'text',
      title: 'Text',
      inputs: ['input_ids'],
      tokenizer: 'tokenizer.json',
      sample: false,
      example: 'The cat sat.',
    },
  ],
  dims: [],
  generates: false,
  notes: [],
}

const scopes: Readonly<Record<string, ModelScope>> = {
  '': {
    scope: '',
    path: [{ scope: '', title: 'bert.onnx' }],
    nodes: [
      { id: 'ids', type: 'input', title: 'input_ids', enter: [], operators: 0, sites: [] },
      {
        id: 'scope layer',
        type: 'scope',
        title: 'layer',
        enter: [{ scope: 'layer', title: 'layer' }],
        operators: 2,
        sites: ['a0'],
      },
    ],
    wires: [{ from: 'ids', to: 'scope layer', tensors: [] }],
  },
  layer: {
    scope: 'layer',
    path: [
      { scope: '', title: 'bert.onnx' },
      { scope: 'layer', title: 'layer' },
    ],
    nodes: [
      {
        id: 'n1',
        type: 'operator',
        title: '/layer/MatMul',
        operator: 'MatMul',
        enter: [],
        operators: 1,
        sites: [],
      },
      {
        id: 'n2',
        type: 'operator',
        title: '/layer/Softmax',
        operator: 'Softmax',
        enter: [],
        operators: 1,
        sites: ['a0'],
      },
    ],
    wires: [{ from: 'n1', to: 'n2', tensors: [] }],
  },
}

const view: TensorView = {
  name: 'scores',
  dtype: 'float32',
  dims: [1, 2],
  values: new Float32Array([1, 2]),
  rows: 1,
  columns: 2,
  at: [],
  least: 1,
  greatest: 2,
  mean: 1.5,
  deviation: 0.5,
  zeros: 0,
  notNumbers: 0,
  histogram: [1, 1],
}

function slice(id: string): Slice {
  const labels = ['cat', 'sat']
  const weights = new Float32Array([1, 0, 0.5, 0.5, 0, 1, 1, 0])
  const part = { site: id, order: 0, coordinates: [], firstRow: 0, heads: 2, rows: 2, columns: 2 }
  return { ...part, weights, rowLabels: labels, columnLabels: labels }
}

function open(): TestPage {
  const test = new TestPage({
    'model.form': () => form,
    'model.scope': ({ scope }) => scopes[scope]!,
    'model.node': ({ node }) => ({
      node,
      name: node,
      operator: 'MatMul',
      scope: 'layer',
      attributes: [],
      inputs: [],
      outputs: [],
    }),
    'model.run': ({ run, sites, overview }) => {
      if (overview)
        for (const id of ['a0', 'a1'])
          for (const head of [0, 1]) {
            const pixels = Uint8Array.from([255, 0, 0, 255])
            test.emit('run.thumbnail', {
              run,
              thumbnail: { site: id, head, rows: 2, columns: 2, pixels, strongest: 1 },
            })
          }
      for (const id of sites) test.emit('run.slice', { run, slice: slice(id) })
      return { outputs: [], milliseconds: 3, notes: [] }
    },
    'run.credit': () => ({}),
    'run.cancel': () => ({}),
    'model.giveFile': () => ({ ...form, notes: ['taken'] }),
    'model.tensor': () => view,
    'model.tensorFile': ({ tensor }) => ({ bytes: new Uint8Array([1]), name: `${tensor}.npy` }),
  })
  listenToModels(test.page)
  followSelection(test.page)
  test.page.session.setState({ screen: 'model', model })
  beginModel(test.page, model)
  return test
}

/** Lets answers arrive. */
const settled = () => new Promise((done) => setTimeout(done))

beforeEach(() => {
  // No worker here: levels stand in plain columns.
  useLayouter({ layout: () => Promise.reject(new Error('no worker')), end: () => undefined })
})

describe('a model that was opened', () => {
  test('has a form that runs as it stands, and shows all heads; hidden sites are not asked for', async () => {
    const { page, asks } = bound(open())
    await settled()
    await runOpenedModel(page)
    const { first } = sidesOf(page)
    expect(asks('model.run')).toMatchObject([
      { model: 'm1', inputs: { texts: { text: 'The cat sat.' } }, sites: ['a0'], overview: true },
    ])
    expect(first.thumbnails.count).toBe(4)
    expect(page.runs.getState()).toMatchObject({ state: 'done', selectedSite: 'a0' })
    expect(page.runs.getState().sites.map(({ title }) => title)).toEqual(['Layer 1', 'Layer 2'])
    expect(page.slices.slices('a0')).toHaveLength(1)
  })

  test('fetches the weights of another layer once, when it is looked at', async () => {
    const { page, asks } = bound(open())
    await settled()
    await runOpenedModel(page)
    page.runs.setState({ selectedSite: 'a1' })
    await settled()
    page.runs.setState({ selectedSite: 'a0' })
    page.runs.setState({ selectedSite: 'a1' })
    await settled()
    expect(asks('model.run').map((ask) => (ask as { sites: unknown }).sites)).toEqual([['a0'], ['a1']])
    expect(page.slices.sites()).toEqual(['a0', 'a1'])
    expect(sidesOf(page).first.thumbnails.count).toBe(4)
  })

  test('says in the form why it did not run', async () => {
    const { page, answers } = bound(open())
    await settled()
    answers['model.run'] = () => Promise.reject(new Error('no'))
    await runOpenedModel(page)
    expect(page.runs.getState().state).toBe('failed')
    expect(page.session.getState().notices).toHaveLength(1)
  })

  test('takes files that belong to it, and leaves others to be opened', async () => {
    const { page, asks } = bound(open())
    await settled()
    expect(
      ['tokenizer.json', 'feeds.npz', 'cat.png', 'other.onnx', 'x.heed'].map((name) =>
        isForModel(page, name),
      ),
    ).toEqual([true, true, true, false, false])
    await giveModelFile(page, { name: 'my-tokenizer.json', bytes: new Uint8Array([123]) })
    expect(asks('model.giveFile')).toMatchObject([{ model: 'm1', name: 'tokenizer.json' }])
    await giveModelFile(page, { name: 'words.json', bytes: new Uint8Array([123]) })
    expect(page.session.getState().notices.at(-1)?.text).toContain('expected one of tokenizer.json')
  })
})

describe('the graph', () => {
  test('is entered and left; what was left is selected', async () => {
    const { page } = bound(open())
    await settled()
    expect(graphStore.getState().shown?.level.nodes).toHaveLength(2)
    await enterScope(page, 'layer', 'n2')
    await settled()
    expect(graphStore.getState()).toMatchObject({ selected: 'n2', node: { node: 'n2' } })
    await leaveScope(page)
    expect(graphStore.getState()).toMatchObject({ selected: 'scope layer' })
    expect(graphStore.getState().scope?.scope).toBe('')
  })

  test('forgets what it was told when another card is selected meanwhile', async () => {
    const { page } = bound(open())
    await settled()
    await enterScope(page, 'layer')
    selectNode(page, 'n1')
    selectNode(page, 'n2')
    await settled()
    expect(graphStore.getState().node?.node).toBe('n2')
  })
})

test('a tensor is looked at with the inputs of the run, and saved', async () => {
  const { page, asks, downloads } = bound(open())
  await settled()
  await lookAtTensor(page, 'scores', [0])
  expect(tensorStore.getState()).toMatchObject({ tensor: 'scores', view, waiting: false })
  expect(page.session.getState().dockTab).toBe('tensor')
  expect(asks('model.tensor')).toMatchObject([{ inputs: { texts: { text: 'The cat sat.' } }, at: [0] }])
  await saveTensor(page, 'scores')
  expect(downloads.map(({ name }) => name)).toEqual(['scores.npy'])
})

test('two inputs are run one after the other and look at the same layer', async () => {
  const { page, asks } = bound(open())
  await settled()
  beginComparison(page)
  const { second } = sidesOf(page)
  setTyped(second, (typed) => ({ ...typed, texts: { text: 'The dog ran.' } }))
  await runOpenedModel(page)
  page.runs.setState({ selectedSite: 'a1' })
  await settled()
  expect(second.runs.getState().selectedSite).toBe('a1')
  expect(second.slices.sites()).toEqual(['a0', 'a1'])
  const texts = asks('model.run').map(
    (ask) => (ask as { inputs: { texts: { text: string } } }).inputs.texts.text,
  )
  expect(texts).toEqual(['The cat sat.', 'The dog ran.', 'The cat sat.', 'The dog ran.'])
  beginModel(page, undefined)
  expect(modelScreen.getState().comparing).toBe(false)
})

test('a click on a head shows it alone', () => {
  chooseHead('a0', 1, 3)
  expect(headChoice.getState().chosen).toEqual({
    site: 'a0',
    choice: { mode: 'each', hidden: new Set([0, 2]) },
  })
})

test('a form gives its own values for what nobody typed', () => {
  expect(inputsOf({ ...form, generates: true }, { generate: 3 })).toEqual({
    texts: { text: 'The cat sat.' },
    generate: 3,
  })
  expect(sameInputs({ texts: { text: 'a' } }, { texts: { text: 'a' } })).toBe(true)
  expect(sameInputs({ texts: { text: 'a' } }, { texts: { text: 'b' } })).toBe(false)
  const picture = { width: 1, height: 1, rgba: new Uint8Array(4) }
  expect(sameInputs({ pictures: { p: picture } }, { pictures: { p: { ...picture } } })).toBe(false)
})

test('arrays go to the inputs of their name, a single one to the only field of numbers', () => {
  const tensor = { dtype: 'float32', dims: [1], data: new Float32Array(1) } as const
  expect(matchTensors(model, [], { input_ids: tensor, more: tensor })).toEqual({ input_ids: tensor })
  expect(matchTensors(model, [], { anything: tensor })).toEqual({ input_ids: tensor })
  expect(matchTensors(model, [], { one: tensor, two: tensor })).toEqual({})
})

test('a model is told in one line', () => {
  const facts = {
    producer: 'pytorch 2.13.0',
    opsets: { '': 17, 'com.microsoft': 1 },
    parameters: 109_482_240,
    nodes: 1,
  }
  expect(factsOf(facts)).toEqual([
    'pytorch 2.13.0',
    'opset 17',
    'com.microsoft 1',
    '109 M parameters',
    '1 operator',
  ])
  expect([countText(7), countText(4200), countText(2.5e9)]).toEqual(['7', '4.2 k', '2.5 G'])
  expect([0, 12, 0.00001234, 1.23456, Number.NaN].map(numberText)).toEqual([
    '0',
    '12',
    '1.23e-5',
    '1.235',
    'NaN',
  ])
})

function bound(test: TestPage) {
  return { page: test.page, answers: test.answers, downloads: test.downloads, asks: test.asks.bind(test) }
}
