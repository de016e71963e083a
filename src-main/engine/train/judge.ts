/** How good a network is on examples that it did not learn from: it answers by itself, greedily, and is compared with the truth. */
import { need } from '#shared/base/assert'
import { decodeWords, detokenize, tokenize } from '#shared/base/words'
import type { Evaluation, Sample } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import { compileModel } from '../../compile/compile'
import type { Lowered } from '../../compile/lowered'
import type { Weights } from '../../compile/weights'
import { encodeModel } from '../../onnx/encode'
import { makeBatch } from '../../tasks/batch/batch'
import type { Example, Field } from '../../tasks/task'
import { createSession, type Session } from '../session'
import { toNumbers } from '../tensors'

type Fields = Readonly<Record<string, Field>>

const BATCH = 128
const SAMPLES = 6

export interface Judgement extends Evaluation {
  readonly samples: readonly Sample[]
}

/** One answer to one example. */
interface Answer {
  readonly text: string
  readonly right: boolean
  /** Squared error, for numbers. */
  readonly squared?: number
}

export class Judge {
  readonly #document: HeedDocument
  readonly #fields: Fields
  readonly #targets: Readonly<Record<string, string>>
  readonly #lowered: Lowered
  #session: Promise<Session> | undefined

  /** @param linear reading has no softmax */
  constructor(
    document: HeedDocument,
    fields: Fields,
    targets: Readonly<Record<string, string>>,
    linear = false,
  ) {
    this.#document = document
    this.#fields = fields
    this.#targets = targets
    this.#lowered = compileModel(document, { open: true, linear })
  }

  async judge(examples: readonly Example[], weights: Weights): Promise<Judgement> {
    this.#session ??= createSession(encodeModel(this.#lowered.graph), { threads: 1 })
    const session = await this.#session
    const byInput = new Map(
      [...this.#lowered.parameters.values()].map(({ name, value }) => [value.name, name] as const),
    )
    const answers: Answer[] = []
    for (let at = 0; at < examples.length; at += BATCH) {
      const some = examples.slice(at, at + BATCH)
      const { feeds } = makeBatch(this.#document, this.#fields, some)
      const given: Record<string, Tensor> = {}
      for (const name of session.inputs)
        given[name] = need(feeds[name] ?? weights[byInput.get(name) ?? name], `input ${name}`)
      const found = await session.run(given, session.outputs)
      answers.push(...this.#answers(some, found))
      // Messages come in between batches.
      await new Promise((resolve) => setImmediate(resolve))
    }
    return this.#sum(examples, answers)
  }

  async release(): Promise<void> {
    await (await this.#session)?.release()
  }

  #answers(examples: readonly Example[], found: Readonly<Record<string, Tensor>>): Answer[] {
    const all: Answer[][] = examples.map(() => [])
    for (const decision of this.#lowered.decisions) {
      const speaker = this.#lowered.speakers.find(({ said }) => said === decision.choice)
      const field = speaker?.field ?? this.#targets[decision.id]
      if (field === undefined) continue
      // Numbers have names too, but nothing is chosen among them.
      const labels = decision.collectedChoice && decision.labels
      const tensor = need(found[labels ? `${decision.id}.index` : decision.id], decision.id)
      const numbers = toNumbers(tensor)
      const each = numbers.length / examples.length
      examples.forEach((example, i) => {
        const expected = example.fields[field] ?? ''
        const own = numbers.slice(i * each, (i + 1) * each)
        all[i]!.push(answerTo(expected, own, labels, speaker !== undefined))
      })
    }
    return all.map((parts) => ({
      text: parts.map(({ text }) => text).join(' · '),
      right: parts.every(({ right }) => right),
      ...(parts.some(({ squared }) => squared !== undefined)
        ? { squared: parts.reduce((sum, { squared = 0 }) => sum + squared, 0) / parts.length }
        : {}),
    }))
  }

  #sum(examples: readonly Example[], answers: readonly Answer[]): Judgement {
    const inputs = Object.entries(this.#fields).filter(([, field]) => field.role === 'input')
    const targets = Object.entries(this.#fields).filter(([, field]) => field.role === 'target')
    const words = inputs.find(([, field]) => field.sort === 'words')?.[0]
    const byLength = new Map<number, { examples: number; right: number }>()
    const textOf = (example: Example, of: typeof inputs) =>
      of.map(([name]) => example.fields[name] ?? '').join(' · ')
    const samples: Sample[] = []
    let right = 0
    let squared = 0
    examples.forEach((example, i) => {
      const answer = answers[i]!
      if (answer.right) right++
      squared += answer.squared ?? 0
      if (i < SAMPLES)
        samples.push({
          input: textOf(example, inputs),
          expected: textOf(example, targets),
          found: answer.text,
          right: answer.right,
        })
      if (words === undefined) return
      const length = tokenize(example.fields[words] ?? '').length
      const entry = byLength.get(length) ?? { examples: 0, right: 0 }
      byLength.set(length, { examples: entry.examples + 1, right: entry.right + (answer.right ? 1 : 0) })
    })
    const count = Math.max(1, examples.length)
    const numbers = answers.some((answer) => answer.squared !== undefined)
    return {
      metrics: numbers ? { error: Math.sqrt(squared / count) } : { accuracy: right / count },
      byLength: [...byLength]
        .sort(([a], [b]) => a - b)
        .map(([length, entry]) => ({
          length,
          examples: entry.examples,
          accuracy: entry.right / entry.examples,
        })),
      examples: examples.length,
      samples,
    }
  }
}

function answerTo(
  expected: string,
  numbers: readonly number[],
  labels: readonly string[] | undefined,
  speaks: boolean,
): Answer {
  if (!labels) {
    const truth = expected.split(/\s+/).map(Number)
    const squared =
      numbers.reduce((sum, value, i) => sum + (value - (truth[i] ?? 0)) ** 2, 0) / numbers.length
    const text = numbers.map((value) => value.toPrecision(3)).join(' ')
    return { text, right: false, squared }
  }
  const text = speaks ? detokenize(decodeWords(numbers, labels)) : (labels[numbers.at(-1) ?? -1] ?? '')
  return { text, right: text === expected }
}
