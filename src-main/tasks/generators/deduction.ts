/**
 * Deduction, in the style of bAbI's task 15 (Weston et al., arXiv 1502.05698) but from a world of our own: what holds for a kind holds
 * for each of that kind.
 */
import { tokenize, vocabularyOf } from '#shared/base/words'
import { numberParam } from '../params'
import { inputsHeldOut } from '../split'
import { animalSentences, KINDS, NAMES, tellOfAnimals } from '../stories/animals'
import type { Task } from '../task'

function question(name: string): string {
  return `what is ${name} wary of?`
}

export const task: Task = {
  id: 'deduction',
  title: 'Deduction about animals',
  doc: {
    sentence:
      'Some kinds of animals are wary of others and each animal is of a kind; a question asks what one animal is wary of, which two sentences tell.',
    paper: { title: 'Towards AI-Complete Question Answering', id: '1502.05698' },
  },
  params: {
    kinds: {
      type: 'integer',
      label: 'Kinds',
      help: 'How many kinds of animals a story tells of.',
      default: 4,
      min: 2,
      max: KINDS.length,
    },
    animals: {
      type: 'integer',
      label: 'Animals',
      help: 'How many animals a story names.',
      default: 4,
      min: 1,
      max: NAMES.length,
    },
  },
  fields() {
    return {
      story: { role: 'input', sort: 'sentences', label: 'Story', vocabulary: 'words' },
      question: { role: 'input', sort: 'words', label: 'Question', vocabulary: 'words' },
      answer: { role: 'target', sort: 'class', label: 'Answer', vocabulary: 'kinds' },
    }
  },
  vocabularies() {
    return {
      words: vocabularyOf([...animalSentences(), ...NAMES.map(question)].flatMap(tokenize)),
      kinds: KINDS.map(({ one }) => one),
    }
  },
  example(random, params) {
    const told = tellOfAnimals(random, numberParam(params, 'kinds'), numberParam(params, 'animals'))
    const { name, wary, support } = random.choice(told.animals)
    return {
      fields: { story: told.sentences.join('\n'), question: question(name), answer: wary },
      support: { story: support },
    }
  },
  heldOut(example) {
    return inputsHeldOut('deduction', [example.fields.story ?? '', example.fields.question ?? ''])
  },
}
