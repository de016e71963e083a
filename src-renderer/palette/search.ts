/** Finding kinds by what a person types: words of the title, the group, or the sentence. Titles come first. */
import type { Group, Kind } from '#shared/kinds/kind'
import { groups } from '../theme/groups'

export function searchKinds(kinds: Iterable<Kind>, text: string): Kind[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return [...kinds]
    .map((kind) => ({ kind, rank: rankOf(kind, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.kind.title.localeCompare(b.kind.title))
    .map(({ kind }) => kind)
}

export function byGroup(found: readonly Kind[]): [Group, Kind[]][] {
  return (Object.keys(groups) as Group[])
    .map((group): [Group, Kind[]] => [group, found.filter((kind) => kind.group === group)])
    .filter(([, list]) => list.length > 0)
}

/** 0 when a word is nowhere; more the earlier in title, id, group, sentence it is found. */
function rankOf({ title, id, group, doc }: Kind, words: readonly string[]): number {
  const places = [title, id, `${group} ${groups[group].title}`, doc.sentence].map((text) =>
    text.toLowerCase(),
  )
  let rank = 1
  for (const word of words) {
    const place = places.findIndex((text) => text.includes(word))
    if (place < 0) return 0
    rank += (places.length - place) * (places[place]!.startsWith(word) ? 2 : 1)
  }
  return rank
}
