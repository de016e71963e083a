/** Tasks that answer a sequence of letters with the same letters in some order. */
import { SPECIAL } from '#shared/base/words'
import { numberParam } from '../params'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

interface Rule {
  readonly id: string
  readonly title: string
  readonly sentence: string
  /** For each place of the answer, the place of the sequence that it takes its letter from. */
  order(sequence: readonly string[]): readonly number[]
}

export function sequenceTask({ id, title, sentence, order }: Rule): Task {
  return {
    id,
    title,
    doc: { sentence },
    params: {
      shortest: {
        type: 'integer',
        label: 'Shortest',
        help: 'Letters in the shortest sequence.',
        default: 1,
        min: 1,
        max: 500,
      },
      longest: {
        type: 'integer',
        label: 'Longest',
        help: 'Letters in the longest sequence; every length between is equally likely.',
        default: 10,
        min: 1,
        max: 500,
      },
      letters: {
        type: 'integer',
        label: 'Letters',
        help: 'How many different letters there are.',
        default: 8,
        min: 2,
        max: ALPHABET.length,
      },
    },
    fields() {
      return {
        source: { role: 'input', sort: 'symbols', label: 'Sequence', vocabulary: 'symbols' },
        target: { role: 'target', sort: 'symbols', label: 'Answer', vocabulary: 'symbols' },
      }
    },
    vocabularies(params) {
      return { symbols: [...SPECIAL, ...ALPHABET.slice(0, numberParam(params, 'letters'))] }
    },
    example(random, params) {
      const ends = [numberParam(params, 'shortest'), numberParam(params, 'longest')]
      const least = Math.min(...ends)
      const length = least + random.integer(Math.max(...ends) - least + 1)
      const letters = [...ALPHABET.slice(0, numberParam(params, 'letters'))]
      const sequence = Array.from({ length }, () => random.choice(letters))
      const from = order(sequence)
      return {
        fields: { source: sequence.join(' '), target: from.map((place) => sequence[place]).join(' ') },
        alignment: { target: 'target', input: 'source', places: from.map((place) => [place]) },
      }
    },
    heldOut(example) {
      return inputsHeldOut(id, [example.fields.source ?? ''])
    },
  }
}
