/** A sequence with one marked element, which alone decides the class: attention over states has one right place to look. */
import { assert } from '#shared/base/assert'
import { SPECIAL } from '#shared/base/words'
import { numberParam } from '../params'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'
const MARK = '*'

function letters(count: number): string[] {
  assert(count <= ALPHABET.length, `alphabet of ${count} letters`)
  return [...ALPHABET.slice(0, count)]
}

export const task: Task = {
  id: 'marked',
  title: 'The marked letter',
  doc: {
    sentence: 'One letter of a random sequence carries a mark, as in “b a *c a”; the class is that letter.',
  },
  params: {
    length: {
      type: 'integer',
      label: 'Elements',
      help: 'How many letters a sequence has.',
      default: 30,
      min: 1,
      max: 1000,
    },
    letters: {
      type: 'integer',
      label: 'Letters',
      help: 'How many different letters there are, and so how many classes.',
      default: 8,
      min: 2,
      max: ALPHABET.length,
    },
  },
  fields() {
    return {
      sequence: { role: 'input', sort: 'symbols', label: 'Sequence', vocabulary: 'symbols' },
      class: { role: 'target', sort: 'class', label: 'Marked letter', vocabulary: 'letters' },
    }
  },
  vocabularies(params) {
    const plain = letters(numberParam(params, 'letters'))
    return { symbols: [...SPECIAL, ...plain, ...plain.map((letter) => MARK + letter)], letters: plain }
  },
  example(random, params) {
    const plain = letters(numberParam(params, 'letters'))
    const sequence = Array.from({ length: numberParam(params, 'length') }, () => random.choice(plain))
    const place = random.integer(sequence.length)
    const answer = sequence[place]!
    sequence[place] = MARK + answer
    return { fields: { sequence: sequence.join(' '), class: answer }, support: { sequence: [place] } }
  },
  heldOut(example) {
    return inputsHeldOut('marked', [example.fields.sequence ?? ''])
  },
}
