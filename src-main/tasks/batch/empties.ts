/**
 * Sentences without words between those of a story: the random noise of Sukhbaatar et al., arXiv 1503.08895. A network that is to know how long ago
 * something was said sees more distances so than its stories have.
 */
import type { Random } from '#shared/base/random'
import { EMPTY_LINE } from '#shared/kinds/inputText'
import type { Example } from '../task'
import type { Sizes } from './blocks'
import type { Fields } from './plan'

function stories(fields: Fields): string[] {
  return Object.entries(fields).flatMap(([name, field]) =>
    field.role === 'input' && field.sort === 'sentences' ? [name] : [],
  )
}

/** From none to `share` of its sentences (rounded up) more, each number equally often, at random places; support follows its sentences. */
export function withEmpties(example: Example, fields: Fields, share: number, random: Random): Example {
  const texts: Record<string, string> = {}
  const support: Record<string, readonly number[]> = { ...example.support }
  for (const name of stories(fields)) {
    const lines = (example.fields[name] ?? '').split('\n')
    const count = random.integer(Math.ceil(share * lines.length) + 1)
    const places = random.shuffle(Array.from({ length: lines.length + count }, (_, i) => i))
    const said = places.slice(count).sort((a, b) => a - b)
    const noisy = Array<string>(lines.length + count).fill(EMPTY_LINE)
    lines.forEach((line, i) => {
      noisy[said[i]!] = line
    })
    texts[name] = noisy.join('\n')
    const told = support[name]
    if (told) support[name] = told.map((place) => said[place]!)
  }
  return { ...example, fields: { ...example.fields, ...texts }, ...(example.support && { support }) }
}

/** The longest that {@link withEmpties} can make an example of these lengths. */
export function longestWithEmpties(lengths: Sizes, fields: Fields, share: number): Sizes {
  const longer = stories(fields).map((name) => {
    const origin = `${name}.sentences`
    const count = lengths[origin] ?? 0
    return [origin, count + Math.ceil(share * count)] as const
  })
  return { ...lengths, ...Object.fromEntries(longer) }
}
