/** The three loop passes give the same numbers: stepped, as one ONNX loop, and unrolled. */
import { describe, expect, it } from 'vitest'
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { compileModel, compileStages, compileUnrolled } from '../compile/compile'
import type { Lowered } from '../compile/lowered'
import { encodeModel } from '../onnx/encode'
import { templates } from '../templates/template'
import { drive, type Environment, readyStages } from './drive'
import { fillFields } from './fields'
import { createSession } from './session'
import { toNumbers } from './tensors'

/** Words that each speaking template is made to say. */
const FORCED: Readonly<Record<string, string>> = {
  'translation-attention': 'quatre-vingt-dix-sept',
  'translation-plain': 'quatre-vingt-dix-sept',
  transformer: 'deux cent un',
  caption: 'a red square left of a blue circle',
  'memory-write': 'c a f e',
}

async function runOnce(
  lowered: Lowered,
  feeds: Readonly<Record<string, Tensor>>,
): Promise<Record<string, Tensor>> {
  const session = await createSession(encodeModel(lowered.graph))
  const found = await session.run(
    Object.fromEntries(session.inputs.map((name) => [name, need(feeds[name], name)])),
    session.outputs,
  )
  await session.release()
  return found
}

/** Decisions as stages give them, under the names of the exported model. */
async function runStepped(document: HeedDocument, forced: boolean, text: string | undefined) {
  const { lowered, stages } = compileStages(document, { forced })
  const { feeds } = fillFields(document, lowered, {}, text)
  const environment: Environment = new Map(lowered.graph.constants)
  for (const input of lowered.graph.inputs) environment.set(input, feeds[input.name]!)
  await drive(await readyStages(stages), environment, { computed: () => undefined })
  const found: Record<string, Tensor> = {}
  for (const decision of lowered.decisions) {
    found[decision.id] = environment.get(decision.collected)!
    if (decision.collectedChoice) found[`${decision.id}.index`] = environment.get(decision.collectedChoice)!
  }
  return { found, feeds }
}

function expectSame(name: string, a: Tensor, b: Tensor): void {
  expect(a.dims, name).toEqual(b.dims)
  const [x, y] = [toNumbers(a), toNumbers(b)]
  let worst = 0
  x.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(value - y[i]!))
  })
  expect(worst, name).toBeLessThan(1e-5)
}

function sizesOf(lowered: Lowered, feeds: Readonly<Record<string, Tensor>>): Record<string, number> {
  const sizes: Record<string, number> = {}
  for (const input of lowered.graph.inputs)
    input.shape!.forEach((dim, i) => {
      if (typeof dim === 'string') sizes[dim] = feeds[input.name]!.dims[i]!
    })
  return sizes
}

describe.each([...templates.keys()])('%s', (id) => {
  const document = templates.get(id)!.build()
  const text = FORCED[id]

  it('gives the same numbers in all three passes on the same words', async () => {
    const forced = text !== undefined
    const looped = compileModel(document, { forced })
    const stepped = await runStepped(document, forced, text)
    const whole = await runOnce(looped, stepped.feeds)
    const sizes = sizesOf(looped, stepped.feeds)
    const unrolled = await runOnce(compileUnrolled(document, { forced, sizes }), stepped.feeds)
    expect(Object.keys(unrolled).sort()).toEqual(Object.keys(whole).sort())
    for (const [name, tensor] of Object.entries(whole))
      expectSame(`unrolled ${name}`, unrolled[name]!, tensor)
    for (const [name, tensor] of Object.entries(stepped.found))
      expectSame(`stepped ${name}`, whole[name]!, tensor)
  })

  it('names what the model promises', () => {
    const lowered = compileModel(document)
    const names = lowered.graph.outputs.map(({ name }) => name)
    for (const site of lowered.sites) expect(names).toContain(`attention.${site.id}`)
    for (const decision of lowered.decisions) expect(names).toContain(decision.id)
  })
})

it.each(Object.keys(FORCED))('%s says the same words in all three passes when it is free', async (id) => {
  const document = templates.get(id)!.build()
  const looped = compileModel(document)
  const stepped = await runStepped(document, false, undefined)
  const whole = await runOnce(looped, stepped.feeds)
  for (const [name, tensor] of Object.entries(stepped.found)) expectSame(name, whole[name]!, tensor)
  const sizes = {
    ...sizesOf(looped, stepped.feeds),
    [`${looped.speakers[0]!.field}.words`]: whole[Object.keys(stepped.found)[0]!]!.dims[1]!,
  }
  const unrolled = await runOnce(compileUnrolled(document, { sizes }), stepped.feeds)
  for (const [name, tensor] of Object.entries(whole)) expectSame(name, unrolled[name]!, tensor)
})
