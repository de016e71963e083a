/** Ports that every loop has: what its inside gives back, and how it leaves the loop. */
import type { Param, Params, Port } from './kind'

/** `name`, `name2`, `name3`, … with their rank from 0. */
export function numbered(name: string, count: number): [number, string][] {
  return Array.from({ length: count }, (_, i) => [i, i === 0 ? name : `${name}${i + 1}`])
}

export const RESULTS_PARAM = {
  results: {
    type: 'integer',
    label: 'Results',
    help: 'How many values the loop gives back, each as all steps and as the last one.',
    default: 1,
    min: 1,
    max: 4,
  },
} as const satisfies Record<string, Param>

export function resultInputs(params: Params): Record<string, Port> {
  return Object.fromEntries(
    numbered('result', Number(params.results)).map(([, name]) => [
      name,
      {
        shape: '*',
        element: 'any',
        optional: true,
        inside: true,
        help: 'A value of each step that leaves the loop.',
      } satisfies Port,
    ]),
  )
}

export function resultOutputs(params: Params): Record<string, Port> {
  return Object.fromEntries(
    numbered('', Number(params.results)).flatMap(([, suffix]) => {
      const all: Port = {
        shape: '*',
        element: 'any',
        label: `all${suffix}`,
        help: 'The result of every step, in order.',
      }
      const last: Port = {
        shape: '*',
        element: 'any',
        label: `last${suffix}`,
        help: 'The result of the last step.',
      }
      return [
        [`all${suffix}`, all],
        [`last${suffix}`, last],
      ]
    }),
  )
}
