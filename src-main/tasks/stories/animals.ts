/** A small world of kinds that are wary of other kinds, and of animals that each are of one kind. */
import type { Random } from '#shared/base/random'

export const KINDS: readonly { readonly one: string; readonly many: string }[] = [
  { one: 'otter', many: 'otters' },
  { one: 'heron', many: 'herons' },
  { one: 'lynx', many: 'lynxes' },
  { one: 'toad', many: 'toads' },
  { one: 'hare', many: 'hares' },
  { one: 'goose', many: 'geese' },
]
export const NAMES: readonly string[] = ['tilda', 'bruno', 'wanda', 'piet', 'celia', 'yuri']

export interface Animals {
  readonly sentences: readonly string[]
  /** For each animal: the kind that its own kind is wary of, and the sentences that tell both, ascending. */
  readonly animals: readonly {
    readonly name: string
    readonly wary: string
    readonly support: readonly number[]
  }[]
}

/** Every sentence that a story may hold. */
export function animalSentences(): string[] {
  return KINDS.flatMap(({ one, many }) => [
    ...KINDS.map((other) => `${many} are wary of ${other.many}.`),
    ...NAMES.map((name) => `${name} is a ${one}.`),
  ])
}

/** Each of `kinds` kinds (2 or more) is wary of another; `names` animals are of any of them; all in random order. */
export function tellOfAnimals(random: Random, kinds: number, names: number): Animals {
  const chosen = random.shuffle(KINDS).slice(0, kinds)
  const rules = chosen.map((kind) => ({ kind, other: random.choice(chosen.filter((one) => one !== kind)) }))
  const beings = random
    .shuffle(NAMES)
    .slice(0, names)
    .map((name) => ({ name, rule: random.choice(rules) }))
  const told = random.shuffle([...rules, ...beings])
  return {
    sentences: told.map((each) =>
      'name' in each
        ? `${each.name} is a ${each.rule.kind.one}.`
        : `${each.kind.many} are wary of ${each.other.many}.`,
    ),
    animals: beings.map((being) => ({
      name: being.name,
      wary: being.rule.other.one,
      support: [told.indexOf(being), told.indexOf(being.rule)].sort((a, b) => a - b),
    })),
  }
}
