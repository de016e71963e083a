/** What 1503.08895 trains with, as options of any training: linear start, empty memories, summed gradients, restarts. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { need } from '#shared/base/assert'
import { random } from '#shared/base/random'
import type { TrainingEvents, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { compileModel } from '../compile/compile'
import { encodeModel } from '../onnx/encode'
import { withEmpties } from '../tasks/batch/empties'
import { papers, templates } from '../templates/template'
import { fillFields } from './fields'
import type { Emit } from './run'
import { createSession } from './session'
import { adopt } from './train/adopt'
import { defaultSettings } from './train/defaults'
import { evaluate } from './train/evaluate'
import { afterValidation, openingOf, rateFor } from './train/opening'
import { rateAt } from './train/schedule'
import { lessonsOf } from './train/targets'
import { TrainingControl, train } from './train/train'

type Progress = TrainingEvents['train.progress']
type Snapshot = TrainingEvents['train.snapshot']

const paper = need(papers.get('memory-network-paper'), 'the paper’s network').build()
/** The same on stories of one length: one graph for each way of learning. */
const short: HeedDocument = { ...paper, task: { id: 'stories', params: { facts: 'one', sentences: 4 } } }
const small = need(templates.get('feed-forward'), 'a template').build()
const settings: TrainingSettings = {
  ...defaultSettings(paper),
  steps: 12,
  batch: 4,
  every: 4,
  schedule: 'constant',
  rate: 0.01,
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heed-options-'))
  let now = 0
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 10_000
    return now
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

interface Hooks {
  readonly document?: HeedDocument
  readonly folder?: string
  readonly progress?: (event: Progress) => void
}

async function trained(changes: Partial<TrainingSettings>, { document = short, ...hooks }: Hooks = {}) {
  const losses: [number, number][] = []
  const snapshots: Snapshot[] = []
  const emit: Emit = (name, event) => {
    if (name === 'train.progress' && 'secondsLeft' in event) {
      losses.push(...event.losses.map(([step, loss]): [number, number] => [step, loss]))
      hooks.progress?.(event)
    } else if (name === 'train.snapshot' && 'samples' in event) snapshots.push(event)
  }
  const ask = {
    training: 'test',
    document,
    settings: { ...settings, ...changes },
    source: (await lessonsOf(document)).source,
    weights: {},
    weightsKey: '',
    folder: hooks.folder,
  }
  return { ...(await train(ask, new TrainingControl(), emit)), losses, snapshots }
}

/** What a hop gives for a story, from seeded weights. */
async function hopOf(story: string, linear: boolean): Promise<number[]> {
  const lowered = compileModel(paper, { linear })
  const { feeds } = fillFields(paper, lowered, { story }, undefined)
  const session = await createSession(encodeModel(lowered.graph))
  const given = Object.fromEntries(
    lowered.graph.inputs.map((input) => [input.name, need(feeds[input.name], input.name)]),
  )
  const found = await session.run(given, ['attention.hop-1'])
  await session.release()
  return Array.from(need(found['attention.hop-1'], 'weights').data as Float32Array)
}

describe('linear start', () => {
  const story = paper.example.story ?? ''

  test('weights are the scores: their softmax, beside empty slots of score 0, is what they are otherwise', async () => {
    const scores = await hopOf(story, true)
    const weights = await hopOf(story, false)
    expect(scores).toHaveLength(story.split('\n').length)
    expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) - 1)).toBeGreaterThan(0.1)
    const slots = Number(paper.nodes['hop-1']?.params.slots)
    expect(slots).toBeGreaterThan(scores.length)
    const total = scores.reduce((sum, score) => sum + Math.exp(score), slots - scores.length)
    weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(Math.exp(scores[i]!) / total, 6)
    })
  })

  test('ends when the loss no longer falls, or a sixth of the steps is done', () => {
    let opening = openingOf({ ...settings, start: 'linear' })
    expect(openingOf({ ...settings, start: 'softmax' }).linear).toBe(false)
    opening = afterValidation(opening, 2, 1, 600)
    for (let step = 2; opening.linear; step++) opening = afterValidation(opening, 3, step, 600)
    expect(opening).toMatchObject({ linear: false, since: 11 })
    const late = afterValidation(openingOf({ ...settings, start: 'linear' }), 1, 100, 600)
    expect(late).toMatchObject({ linear: false, since: 100 })
  })

  test('learns at half the rate; the schedule begins when the softmaxes are in', () => {
    const stepped = { ...settings, steps: 120, schedule: 'step', halve: 25, rate: 0.01 } as const
    const during = openingOf({ ...stepped, start: 'linear' })
    expect(rateFor(stepped, during, 5)).toBe(0.005)
    const after = { ...during, linear: false, since: 20 }
    expect([21, 45, 46, 71].map((step) => rateFor(stepped, after, step))).toEqual([0.01, 0.01, 0.005, 0.0025])
    expect([1, 25, 26, 51].map((step) => rateAt(stepped, step))).toEqual([0.01, 0.01, 0.005, 0.0025])
  })

  test('the same weights learn on with softmax, and are what is kept', async () => {
    const { snapshots, weights, losses } = await trained({ start: 'linear' })
    expect(snapshots.map(({ linear }) => linear)).toEqual([true, true, false, false])
    expect(Object.keys(weights)).toContain('meaning-0.E')
    // The first linear steps are not those of a start with softmax.
    const other = await trained({ start: 'softmax' })
    expect(other.losses[1]).not.toEqual(losses[1])
    expect(other.snapshots.every(({ linear }) => !linear)).toBe(true)
  })
})

describe('empty memories', () => {
  const fields = { story: { role: 'input', sort: 'sentences', label: 'Story', vocabulary: 'words' } } as const
  const example = { fields: { story: 'a b\nc\nd e' }, support: { story: [0, 2] } }

  test('lie between the sentences, up to the share; support follows its sentences', () => {
    const seen = new Set<number>()
    for (let seed = 0; seed < 40; seed++) {
      const noisy = withEmpties(example, fields, 0.6, random(seed))
      expect(noisy).toEqual(withEmpties(example, fields, 0.6, random(seed)))
      const lines = need(noisy.fields.story, 'a story').split('\n')
      expect(lines.filter((line) => line !== '<pad>')).toEqual(['a b', 'c', 'd e'])
      seen.add(lines.length)
      expect(noisy.support?.story?.map((place) => lines[place])).toEqual(['a b', 'd e'])
    }
    expect([...seen].sort()).toEqual([3, 4, 5])
  })

  test('score nothing, and count as time that has passed', async () => {
    const [first = '', second = ''] = paper.example.story?.split('\n') ?? []
    const [before] = await hopOf(`${first}\n${second}`, true)
    const [same, empty] = await hopOf(`${first}\n<pad>`, true)
    const [alone] = await hopOf(first, true)
    expect(same).toBeCloseTo(need(before, 'a score'), 6)
    expect(empty).toBe(0)
    expect(Math.abs(need(alone, 'a score') - need(before, 'a score'))).toBeGreaterThan(1e-4)
  })

  test('change what is learned, the same way each time', async () => {
    const noisy = await trained({ empties: 0.5 })
    expect((await trained({ empties: 0.5 })).losses).toEqual(noisy.losses)
    expect((await trained({ empties: 0 })).losses).not.toEqual(noisy.losses)
  })
})

test('the sum of gradients is their mean at a rate as many times as high', async () => {
  const plain = { ...settings, optimiser: 'sgd', clip: 0, start: 'softmax', empties: 0, steps: 3 } as const
  const sum = await trained({ ...plain, gradient: 'sum', rate: 0.01 })
  const mean = await trained({ ...plain, gradient: 'mean', rate: 0.04 })
  sum.losses.forEach(([, loss], i) => {
    expect(loss).toBeCloseTo(mean.losses[i]![1], 4)
  })
})

test('first weights of one deviation, everywhere', async () => {
  const { weights } = await trained(
    { steps: 1, rate: 1e-30, deviation: 0.1, restarts: 1 },
    { document: small },
  )
  const all = Object.values(weights).flatMap(({ data }) => Array.from(data as Float32Array))
  const spread = Math.sqrt(all.reduce((sum, value) => sum + value * value, 0) / all.length)
  expect(spread).toBeGreaterThan(0.07)
  expect(spread).toBeLessThan(0.13)
  expect(all.filter((value) => value === 0)).toEqual([])
})

test('the last weights are kept where that is asked for', async () => {
  // Weights that do not move are never better than the first.
  const still = { optimiser: 'sgd', rate: 1e-30, start: 'softmax' } as const
  expect((await trained({ ...still, keep: 'last' }, { document: small })).best).toBe(12)
  expect((await trained({ ...still, keep: 'best' }, { document: small })).best).toBe(0)
})

describe('restarts', () => {
  const options = { start: 'softmax', restarts: 3, keep: 'last', steps: 8, every: 8, rate: 0.05 } as const

  test('the one with the lowest training error is kept; each is a training with the next seeds', async () => {
    const { restarts, weights, losses, step, best } = await trained(options, { document: small })
    const { errors, kept } = need(restarts, 'restarts')
    expect(errors).toHaveLength(3)
    expect(errors[kept - 1]).toBe(Math.min(...errors))
    expect(new Set(errors).size).toBeGreaterThan(1)
    expect(losses.map(([at]) => at)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1))
    expect([step, best]).toEqual([24, kept * 8])
    const alone = { document: { ...small, seed: small.seed + kept - 1 } }
    const single = await trained({ ...options, restarts: 1, seed: settings.seed + kept - 1 }, alone)
    expect(single.weights).toEqual(weights)
  })

  test('one that comes to nothing is no reason to end', async () => {
    const wild = { ...options, optimiser: 'sgd', gradient: 'mean', clip: 0, rate: 1e38 } as const
    await expect(trained(wild, { document: small })).rejects.toThrow('no longer a number')
  })

  test.each([
    ['in the linear start of the second', 14],
    ['with softmax in the second', 19],
  ])('what is cut off %s goes on as if it had not been', async (_, cut) => {
    const both = { start: 'linear', restarts: 2, empties: 0.2 } as const
    const whole = await trained(both)
    const progress = ({ step }: Progress) => {
      if (step === cut) throw new Error('the process ended')
    }
    await expect(trained(both, { folder, progress })).rejects.toThrow('the process ended')
    const rest = await trained(both, { folder })
    expect(rest.losses).toEqual(whole.losses.slice(cut - 1))
    expect(rest.restarts).toEqual(whole.restarts)
    expect(rest.weights).toEqual(whole.weights)
    expect(await readdir(folder)).toEqual([])
  })
})

describe('the network of the paper', () => {
  test('has no problem, and learns from a task and from bAbI files in one vocabulary', async () => {
    expect(infer(paper).problems).toEqual([])
    expect(await adopt(paper)).toEqual({ document: paper, notes: [] })
    const story = ['1 Ida went to the barn.', '2 Otto went to the mill.', '3 Is Ida in the barn?\tyes\t1']
    const other = ['1 Otto went to the mill.', '2 Ida went to the barn.', '3 Is Otto in the barn?\tno\t1']
    const people = ['Ida', 'Otto', 'Pia', 'Max', 'Eva', 'Tom', 'Lea', 'Jan']
    const lines = people.flatMap((name) => [...story, ...other].map((line) => line.replaceAll('Ida', name)))
    const data = join(folder, 'qa1_train.txt')
    await writeFile(data, `${lines.join('\n')}\n`)
    const { document, notes } = await adopt(paper, data)
    expect(notes).toHaveLength(1)
    const { words = [] } = document.vocabularies
    for (const word of ['yes', 'no', 'barn', '<pad>']) expect(words).toContain(word)
    for (const word of ['.', '?']) expect(words).not.toContain(word)
    const { source } = await lessonsOf(document, data)
    expect(source.counts?.heldOut).toBe(0)
    expect(source.fields.answer).toMatchObject({ vocabulary: 'words' })
    await expect(evaluate(document, {}, 10, data)).rejects.toThrow('learned from all of this data')
  })

  test('ties its first and last words as the paper does', async () => {
    const { weights } = await trained({ steps: 1 })
    const names = Object.keys(weights).sort()
    const memories = [0, 1, 2, 3].flatMap((i) => [`meaning-${i}.E`, `slots-${i}.T`])
    expect(names).toEqual(memories.sort())
  })
})
