/** Numbers in words, English ↔ French: long sentences whose alignment everyone can check. */
import { tokenize, vocabularyOf } from '#shared/base/words'
import { englishFromFrench, frenchFromEnglish } from '../numbers/alignment'
import { ENGLISH_WORDS, englishNumber } from '../numbers/english'
import { FRENCH_WORDS, frenchNumber } from '../numbers/french'
import { numberParam, textParam } from '../params'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

const languages = {
  english: { label: 'English', words: ENGLISH_WORDS, write: englishNumber },
  french: { label: 'French', words: FRENCH_WORDS, write: frenchNumber },
} as const

type Language = keyof typeof languages

/** From which language into which. */
function direction(choice: string): readonly [Language, Language] {
  return choice === 'french-english' ? ['french', 'english'] : ['english', 'french']
}

/** Numbers below this are always trained on: several of their words stand nowhere else. */
const GROUNDWORK = 100
const groundwork = new Set(
  Array.from({ length: GROUNDWORK }, (_, n) => [englishNumber(n), frenchNumber(n)]).flat(),
)

export const task: Task = {
  id: 'number-words',
  title: 'Number words, English and French',
  doc: {
    sentence:
      'A whole number in words is translated: “three hundred and ninety seven” into “trois cent quatre-vingt-dix-sept”.',
  },
  params: {
    direction: {
      type: 'choice',
      label: 'Direction',
      help: 'The language that is read and the one that is written.',
      default: 'english-french',
      choices: [
        { value: 'english-french', label: 'English → French' },
        { value: 'french-english', label: 'French → English' },
      ],
    },
    largest: {
      type: 'integer',
      label: 'Largest number',
      help: 'Numbers run from 0 to this one.',
      default: 999_999,
      min: 1,
      max: 999_999,
    },
    spread: {
      type: 'choice',
      label: 'Spread',
      help: 'Whether short numbers come as often as long ones, or every number is equally likely.',
      default: 'digits',
      choices: [
        { value: 'digits', label: 'Every number of digits equally often' },
        { value: 'even', label: 'Every number equally often' },
      ],
    },
  },
  fields(params) {
    const [from, to] = direction(textParam(params, 'direction'))
    return {
      source: { role: 'input', sort: 'words', label: languages[from].label, vocabulary: from },
      target: { role: 'target', sort: 'words', label: languages[to].label, vocabulary: to },
    }
  },
  vocabularies() {
    return {
      english: vocabularyOf(languages.english.words),
      french: vocabularyOf(languages.french.words),
    }
  },
  example(random, params) {
    const [from, to] = direction(textParam(params, 'direction'))
    const largest = numberParam(params, 'largest')
    let least = 0
    let most = largest
    if (textParam(params, 'spread') === 'digits') {
      const digits = 1 + random.integer(String(largest).length)
      least = digits === 1 ? 0 : 10 ** (digits - 1)
      most = Math.min(10 ** digits - 1, largest)
    }
    const n = least + random.integer(most - least + 1)
    const target = languages[to].write(n)
    const places = to === 'french' ? frenchFromEnglish(n) : englishFromFrench(n, tokenize(target).length)
    return {
      fields: { source: languages[from].write(n), target },
      alignment: { target: 'target', input: 'source', places },
    }
  },
  heldOut(example) {
    const source = example.fields.source ?? ''
    return !groundwork.has(source) && inputsHeldOut('number-words', [source])
  },
}
