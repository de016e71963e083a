/**
 * Short stories with questions, in the style of bAbI's tasks 1 and 2 (Weston et al., arXiv 1502.05698) but from a world of our own:
 * people walk between places and carry things. Each answer follows from the story alone, and the sentences that it follows from are
 * known.
 */
import { assert } from '#shared/base/assert'
import type { Random } from '#shared/base/random'
import { tokenize, vocabularyOf } from '#shared/document/words'
import { numberParam, textParam } from '../params'
import { inputsHeldOut } from '../split'
import { OBJECTS, PEOPLE, PLACES, type Story, sentencesOf, tellStory } from '../stories/world'
import type { Task } from '../task'

/** Something that the story tells the place of. */
interface Answerable {
  readonly asked: string
  readonly place: string
  /** The sentences that together tell it, ascending. */
  readonly support: readonly number[]
}

/** Persons whose place one sentence tells: their last walk. */
function oneFact(story: Story): Answerable[] {
  return [...story.people].map(([person, walk]) => ({
    asked: person,
    place: walk.place,
    support: [walk.sentence],
  }))
}

/** Objects whose place two sentences tell: who took it or put it down, and where that person was then or has gone since. */
function twoFacts(story: Story): Answerable[] {
  return [...story.objects].map(([object, held]) => {
    const walk = held.carried ? story.people.get(held.person) : held.walk
    assert(walk !== undefined, `${held.person} has walked before touching the ${object}`)
    return {
      asked: `the ${object}`,
      place: walk.place,
      support: [held.sentence, walk.sentence].sort((a, b) => a - b),
    }
  })
}

const question = (asked: string) => `where is ${asked}?`

export const task: Task = {
  id: 'stories',
  title: 'Stories with questions',
  doc: {
    sentence:
      'People walk between places and carry things; a question asks where someone or something is, and one or two sentences of the story tell it.',
    paper: { title: 'Towards AI-Complete Question Answering', id: '1502.05698' },
  },
  params: {
    facts: {
      type: 'choice',
      label: 'Facts needed',
      help: 'One: where is a person? Two: where is a thing, which depends on who had it and on where they went.',
      default: 'two',
      choices: [
        { value: 'one', label: 'One' },
        { value: 'two', label: 'Two' },
      ],
    },
    sentences: {
      type: 'integer',
      label: 'Longest story',
      help: 'Stories have from 3 sentences to this many.',
      default: 10,
      min: 3,
      max: 200,
    },
  },
  fields() {
    return {
      story: { role: 'input', sort: 'sentences', label: 'Story', vocabulary: 'words' },
      question: { role: 'input', sort: 'words', label: 'Question', vocabulary: 'words' },
      answer: { role: 'target', sort: 'class', label: 'Answer', vocabulary: 'places' },
    }
  },
  vocabularies() {
    const questions = [...PEOPLE, ...OBJECTS.map((object) => `the ${object}`)].map(question)
    return { words: vocabularyOf([...sentencesOf(), ...questions].flatMap(tokenize)), places: PLACES }
  },
  example(random: Random, params) {
    const facts = textParam(params, 'facts') === 'one' ? oneFact : twoFacts
    const length = 3 + random.integer(numberParam(params, 'sentences') - 2)
    let story = tellStory(random, length)
    let answerable = facts(story)
    // A short story may have nobody touch anything; then it is told anew.
    while (answerable.length === 0) {
      story = tellStory(random, length)
      answerable = facts(story)
    }
    const { asked, place, support } = random.choice(answerable)
    return {
      fields: { story: story.sentences.join('\n'), question: question(asked), answer: place },
      support: { story: support },
    }
  },
  heldOut(example) {
    return inputsHeldOut('stories', [example.fields.story ?? '', example.fields.question ?? ''])
  },
}
