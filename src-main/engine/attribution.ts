/** What each input did for an answer: gradient × input, on the words that the network says. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import { END, SPECIAL } from '#shared/base/words'
import type { Answer, Ask, RunOutput } from '#shared/contract/contract'
import { namedMeaning } from '#shared/document/meaning'
import { titleOf } from '#shared/document/structure'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import { indexTensor } from '#shared/kinds/inputText'
import { shapeOf } from '#shared/ops/shapes'
import { type AttributionGraph, CHOSEN, compileAttribution, placesName, SCORES } from '../compile/attribution'
import { checked } from '../compile/compile'
import { lower } from '../compile/lower'
import type { Lowered } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { encodeModel } from '../onnx/encode'
import { fieldAttributions } from './attributionFields'
import { fillFields } from './fields'
import { AxisLabels } from './labels'
import type { Plans } from './plans'
import { RunControl, runDocument } from './run'
import { createSession, type Session } from './session'

interface Ready {
  readonly made: AttributionGraph
  readonly session: Session
}

const KEPT = 4

/** Sessions by document, weights, decision and sizes; those that were used last are kept. */
export class Attributions {
  readonly #ready = new Map<string, Promise<Ready>>()

  async use<T>(key: string, make: () => AttributionGraph, work: (ready: Ready) => Promise<T>): Promise<T> {
    const ready = this.#ready.get(key) ?? prepare(make)
    this.#ready.delete(key)
    this.#ready.set(key, ready)
    try {
      return await work(await ready)
    } finally {
      ready.catch(() => this.#ready.delete(key))
      for (const [old, one] of this.#ready) {
        if (this.#ready.size <= KEPT) break
        this.#ready.delete(old)
        one.then(({ session }) => session.release()).catch(() => undefined)
      }
    }
  }
}

async function prepare(make: () => AttributionGraph): Promise<Ready> {
  const made = make()
  return { made, session: await createSession(encodeModel(made.graph)) }
}

/**
 * A decoder that says its own words is run freely first; then these words are given to it, and the score of one of them is explained.
 * @throws FaultError `unsupported` where an operator on the way has no gradient, `not-found` and `bad-input` where the ask does not fit
 */
export async function attribute(
  plans: Plans,
  attributions: Attributions,
  weights: Weights,
  ask: Ask<'run.attribution'>,
): Promise<Answer<'run.attribution'>> {
  const { document } = ask
  checked(document)
  const lowered = lower(document, { forced: true })
  const filled = fillFields(document, lowered, ask.inputs, ask.forceWords)
  const feeds: Record<string, Tensor> = { ...filled.feeds }
  const names = new Map(filled.labels)
  if (lowered.speakers.length > 0 && ask.forceWords === undefined)
    await sayFreely(plans, weights, ask, lowered, feeds, names)
  const labels = new AxisLabels(document, names)
  const decision = ask.decision ?? need(lowered.decisions[0], 'a decision').id
  const sizes = sizesOf(lowered, feeds)
  const key = JSON.stringify([namedMeaning(document), ask.weights, decision, Object.entries(sizes).sort()])
  const make = () => compileAttribution(document, { sizes, decision, weights })
  return attributions.use(key, make, async ({ made, session }) => {
    const run = (chosen: Float32Array, shape: readonly number[]) =>
      session.run(feedsOf(session, made, feeds, { dtype: 'float32', dims: [...shape], data: chosen }), [
        ...session.outputs,
      ])
    const shape = shapeOf(made.decision.collectedScores ?? made.decision.collected).map(Number)
    const first = await run(new Float32Array(sizeOf(shape)), shape)
    const scores = need(first[SCORES], SCORES).data as Float32Array
    const place = placeOf(made, labels, scores, shape, ask)
    const chosen = new Float32Array(scores.length)
    chosen[place.row * place.choices.length + place.choice] = 1
    const found = await run(chosen, shape)
    return {
      ...place,
      decision: made.decision.id,
      title: made.decision.title,
      value: scores[place.row * place.choices.length + place.choice]!,
      fields: fieldAttributions(document, lowered, made, feeds, found, labels, place.row),
    }
  })
}

/** Lets the network say its words, and puts them where forced words would stand. */
async function sayFreely(
  plans: Plans,
  weights: Weights,
  { document, weights: name, inputs }: Ask<'run.attribution'>,
  lowered: Lowered,
  feeds: Record<string, Tensor>,
  names: Map<string, readonly string[]>,
): Promise<void> {
  const control = new RunControl()
  const ask = { run: 'attribution', document, weights: name, inputs }
  const { outputs } = await runDocument(plans, weights, ask, control, (event) => {
    if (event === 'run.slice') control.credit(1)
  })
  for (const speaker of lowered.speakers) {
    const decision = lowered.decisions.find(({ choice }) => choice === speaker.said)
    const output = outputs.find(({ name: each }) => each === decision?.id)
    if (!output)
      throw fault(
        'unsupported',
        `What the inputs did cannot be told: the word that ${titleOf(document.nodes[speaker.loop]!)} says does not come from a decision.`,
      )
    const said = bestOf(output)
    const end = said.indexOf(END)
    const words = end < 0 ? said : said.slice(0, end + 1)
    const vocabulary = document.vocabularies[speaker.vocabulary] ?? []
    feeds[speaker.field] = indexTensor([1, words.length], words)
    feeds[`${speaker.field}.length`] = indexTensor([1], [words.length])
    names.set(
      `${speaker.field}.words`,
      words.map((word) => vocabulary[word] ?? SPECIAL[3]),
    )
  }
}

/** The best choice of each row. */
function bestOf({ values, dims }: RunOutput): number[] {
  const count = dims.at(-1)!
  return Array.from({ length: values.length / count }, (_, row) => best(values, row, count))
}

function best(values: Float32Array, row: number, count: number): number {
  let at = 0
  for (let i = 1; i < count; i++) if (values[row * count + i]! > values[row * count + at]!) at = i
  return at
}

/** Sizes of open axes, as the fed tensors have them. */
function sizesOf(lowered: Lowered, feeds: Readonly<Record<string, Tensor>>): Record<string, number> {
  const sizes: Record<string, number> = {}
  for (const { value } of lowered.fields)
    shapeOf(value).forEach((dim, i) => {
      const size = feeds[value.name]?.dims[i]
      if (typeof dim === 'string' && dim !== 'batch' && size !== undefined) sizes[dim] = size
    })
  return sizes
}

function feedsOf(
  session: Session,
  { rows }: AttributionGraph,
  feeds: Readonly<Record<string, Tensor>>,
  chosen: Tensor,
): Record<string, Tensor> {
  const given: Record<string, Tensor> = { ...feeds, [CHOSEN]: chosen }
  for (const { field } of rows) {
    const { dims } = need(feeds[field.value.name], field.value.name)
    given[placesName(field.field)] = indexTensor(
      dims,
      Array.from({ length: sizeOf(dims) }, (_, i) => i + 1),
    )
  }
  return Object.fromEntries(session.inputs.map((name) => [name, need(given[name], name)]))
}

/** Which number is explained, and what it could have been. */
function placeOf(
  { decision }: AttributionGraph,
  labels: AxisLabels,
  scores: Float32Array,
  shape: readonly number[],
  { row: askedRow, choice: askedChoice }: Ask<'run.attribution'>,
) {
  const count = shape.at(-1)!
  const rows = rowNames(decision, labels, shape)
  const has = decision.collectedScores !== undefined
  const choices = Array.from({ length: count }, (_, i) => decision.labels?.[i] ?? String(i + 1))
  const row =
    askedRow ?? (decision.vocabulary !== undefined && rows.length > 1 ? 0 : Math.max(0, rows.length - 1))
  const total = Math.max(1, rows.length)
  if (row >= total)
    throw fault('bad-input', `${decision.title}: expected a row below ${total}, found ${row}.`)
  const chosen = has ? best(scores, row, count) : undefined
  const choice = askedChoice ?? chosen ?? 0
  if (choice >= count)
    throw fault('bad-input', `${decision.title}: expected a choice below ${count}, found ${choice}.`)
  return { row, rows, choice, choices, ...(chosen !== undefined && { chosen }) }
}

/** A name for each row of a decision: steps of the loops around it and positions of its axes, outermost first; none where it is one. */
function rowNames(
  { loops, axes }: AttributionGraph['decision'],
  labels: AxisLabels,
  shape: readonly number[],
): string[] {
  const outer = [...loops.map(({ axis }) => axis), ...axes.slice(0, -1)]
  if (outer.length === 0) return []
  let names = ['']
  outer.forEach((axis, i) => {
    const own = labels.of(axis, shape[i + 1]!, loops)
    names = names.flatMap((name) => own.map((each) => (name === '' ? each : `${name} · ${each}`)))
  })
  return names
}
