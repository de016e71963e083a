/** What a composite node has learned, in the names that its parts have on the canvas, and back. */
import type { Inside, NamedWeights } from '../kinds/inside'

/** The weights of parts from those of their composite, or the other way, in the names that the document gives them. */
export function carriedWeights(
  inside: Inside,
  ids: Readonly<Record<string, string>>,
  composite: string,
  weights: NamedWeights,
  way: 'open' | 'close',
): NamedWeights {
  if (!inside.weights) return {}
  const found: Record<string, NamedWeights[string]> = {}
  for (const repetition of repetitions(weights)) {
    const own = (prefix: string) =>
      Object.fromEntries(
        Object.entries(weights).flatMap(([name, tensor]) =>
          name.startsWith(`${prefix}.`) && name.endsWith(repetition) && indexOf(name) === repetition
            ? [[name.slice(prefix.length + 1, name.length - repetition.length), tensor] as const]
            : [],
        ),
      )
    if (way === 'open') {
      const given = own(composite)
      if (Object.keys(given).length === 0) continue
      for (const [name, tensor] of Object.entries(inside.weights.open(given))) {
        const [part = '', param = ''] = name.split('.')
        found[`${ids[part]}.${param}${repetition}`] = tensor
      }
    } else {
      const given = Object.fromEntries(
        Object.entries(ids).flatMap(([part, id]) =>
          Object.entries(own(id)).map(([param, tensor]) => [`${part}.${param}`, tensor] as const),
        ),
      )
      if (Object.keys(given).length === 0) continue
      for (const [param, tensor] of Object.entries(inside.weights.close(given)))
        found[`${composite}.${param}${repetition}`] = tensor
    }
  }
  return found
}

/** `[0]`, `[1][2]` … behind weights of repetitions that share none. */
function indexOf(name: string): string {
  return /(\[\d+\])*$/.exec(name)![0]
}

function repetitions(weights: NamedWeights): Set<string> {
  return new Set(Object.keys(weights).map(indexOf))
}
