/** Which options a typed text finds, best first: every word must be found, and titles count more than what else is known of an option. */
export interface Findable {
  readonly title: string
  readonly words?: string | undefined
  readonly group?: string | undefined
}

export function findOptions<T extends Findable>(options: readonly T[], text: string): T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return [...options]
  return options
    .map((option, order) => ({ option, order, rank: rankOf(option, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank || a.order - b.order)
    .map(({ option }) => option)
}

function rankOf({ title, words = '', group = '' }: Findable, wanted: readonly string[]): number {
  const [name, rest] = [title.toLowerCase(), `${words} ${group}`.toLowerCase()]
  let rank = name === wanted.join(' ') ? 8 : 0
  for (const word of wanted) {
    if (name.startsWith(word)) rank += 5
    else if (name.includes(` ${word}`)) rank += 4
    else if (name.includes(word)) rank += 3
    else if (rest.includes(word)) rank += 1
    else return 0
  }
  return rank
}
