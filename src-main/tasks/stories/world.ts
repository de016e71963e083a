/** The world that stories are told of: who is where, who holds what, and since which sentence. */
import type { Random } from '#shared/base/random'

export const PEOPLE: readonly string[] = ['nora', 'hugo', 'lena', 'omar']
export const PLACES: readonly string[] = ['attic', 'cellar', 'kitchen', 'library', 'porch', 'workshop']
export const OBJECTS: readonly string[] = ['lamp', 'drum', 'kettle', 'map']

const WALK = ['went to', 'walked to', 'moved to'] as const
const TAKE = ['took', 'picked up', 'grabbed'] as const
const DROP = ['put down', 'dropped', 'left'] as const

/** How likely the story stays with the same person for the next sentence, beyond chance. */
const STAYS = 0.35
/** How likely a person takes or puts down something where they can; else they walk. */
const TAKES = 0.3
const DROPS = 0.25

/** A sentence that took a person to a place. */
export interface Walk {
  readonly place: string
  readonly sentence: number
}

/** The last sentence in which a person took or put down an object. */
export interface Handling {
  readonly person: string
  readonly sentence: number
  /** Taken and not put down since. */
  readonly carried: boolean
  /** The person's last walk before it. */
  readonly walk: Walk
}

/** Sentences, and what they tell at the end: only what the story has told is known. */
export interface Story {
  readonly sentences: readonly string[]
  readonly people: ReadonlyMap<string, Walk>
  readonly objects: ReadonlyMap<string, Handling>
}

/** Every sentence that a story may hold. */
export function sentencesOf(): string[] {
  return PEOPLE.flatMap((person) => [
    ...WALK.flatMap((verb) => PLACES.map((place) => `${person} ${verb} the ${place}.`)),
    ...[...TAKE, ...DROP].flatMap((verb) => OBJECTS.map((object) => `${person} ${verb} the ${object}.`)),
  ])
}

/**
 * A story of so many sentences. Nobody walks to where they are, takes what lies elsewhere, or puts down what they do not hold; an object
 * that the story has not named yet may lie anywhere.
 */
export function tellStory(random: Random, length: number): Story {
  const sentences: string[] = []
  const people = new Map<string, Walk>()
  const objects = new Map<string, Handling>()

  const walk = (person: string) => {
    const place = random.choice(PLACES.filter((other) => other !== people.get(person)?.place))
    people.set(person, { place, sentence: sentences.length })
    sentences.push(`${person} ${random.choice(WALK)} the ${place}.`)
  }
  const handle = (person: string, at: Walk, object: string, carried: boolean) => {
    objects.set(object, { person, sentence: sentences.length, carried, walk: at })
    sentences.push(`${person} ${random.choice(carried ? TAKE : DROP)} the ${object}.`)
  }

  let person = random.choice(PEOPLE)
  while (sentences.length < length) {
    if (random.uniform() >= STAYS) person = random.choice(PEOPLE)
    const at = people.get(person)
    const within =
      at === undefined ? [] : OBJECTS.filter((object) => reachable(objects.get(object), at.place))
    const held = OBJECTS.filter((object) => holds(objects.get(object), person))
    const deed = random.uniform()
    if (at !== undefined && within.length > 0 && deed < TAKES) handle(person, at, random.choice(within), true)
    else if (at !== undefined && held.length > 0 && deed < TAKES + DROPS)
      handle(person, at, random.choice(held), false)
    else walk(person)
  }
  return { sentences, people, objects }
}

/** Whether an object may be taken at a place: it was put down there, or nothing is known of it. */
function reachable(last: Handling | undefined, place: string): boolean {
  return last === undefined || (!last.carried && last.walk.place === place)
}

function holds(last: Handling | undefined, person: string): boolean {
  return last?.carried === true && last.person === person
}
