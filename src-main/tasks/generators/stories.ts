/**
 * Short stories with questions, in the style of bAbI's tasks 1 and 2 (Weston et al., arXiv 1502.05698) but from a world of our own:
 * people walk between places and carry things. Each answer follows from the story alone, and the sentences that it follows from are
 * known.
 */
import { need } from '#shared/base/assert'
import type { Random } from '#shared/base/random'
import { tokenize, vocabularyOf } from '#shared/base/words'
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

/** Objects whose place two sentences tell, of which the person who touched them last holds them or not, and has walked on or not. */
function twoFacts(story: Story, carried: boolean, walkedOn: boolean): Answerable[] {
  return [...story.objects].flatMap(([object, handling]) => {
    const now = need(story.people.get(handling.person), `walk of ${handling.person}`)
    const goneOn = now.sentence > handling.sentence
    if (handling.carried !== carried || goneOn !== walkedOn) return []
    const walk = carried ? now : handling.walk
    const support = [handling.sentence, walk.sentence].sort((a, b) => a - b)
    return [{ asked: `the ${object}`, place: walk.place, support }]
  })
}

/**
 * The kinds of question, each asked equally often, so that no rule of thumb does: where the person who touched an object last is now is
 * wrong where it was put down first, and where it was touched is wrong where it was carried on.
 */
const questions: Readonly<Record<string, readonly ((story: Story) => Answerable[])[]>> = {
  one: [oneFact],
  two: [
    (story) => twoFacts(story, true, true),
    (story) => twoFacts(story, true, false),
    (story) => twoFacts(story, false, true),
    (story) => twoFacts(story, false, false),
  ],
}

/** Sentences of the shortest story that leaves every kind of question: walk, take, put down, walk. */
const SHORTEST = 4

function question(asked: string): string {
  return `where is ${asked}?`
}

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
      help: `Stories have from ${SHORTEST} sentences to this many.`,
      default: 10,
      min: SHORTEST,
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
    const asked = [...PEOPLE, ...OBJECTS.map((object) => `the ${object}`)].map(question)
    return { words: vocabularyOf([...sentencesOf(), ...asked].flatMap(tokenize)), places: PLACES }
  },
  example(random: Random, params) {
    const answers = random.choice(need(questions[textParam(params, 'facts')], 'kind of question'))
    const length = SHORTEST + random.integer(numberParam(params, 'sentences') - SHORTEST + 1)
    let story = tellStory(random, length)
    // Where the story leaves nothing to ask, it is told anew.
    while (answers(story).length === 0) story = tellStory(random, length)
    const { asked, place, support } = random.choice(answers(story))
    return {
      fields: { story: story.sentences.join('\n'), question: question(asked), answer: place },
      support: { story: support },
    }
  },
  heldOut(example) {
    return inputsHeldOut('stories', [example.fields.story ?? '', example.fields.question ?? ''])
  },
}
