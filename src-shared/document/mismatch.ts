/** Why a value does not fit a port, in plain words with a way out. */
import type { Problem } from '../base/problem'
import type { Port } from '../kinds/kind'
import { type Mismatch, sameAxis } from '../kinds/pattern'
import { describeAxes, describeOrigin, describeShape } from './describe'

export function describeMismatch(
  where: string,
  port: Port,
  mismatch: Mismatch,
): Pick<Problem, 'message' | 'mend'> {
  switch (mismatch.type) {
    case 'rank': {
      return {
        message: `${where}: expected ${describeShape(port.shape)}, found ${describeAxes(mismatch.found)}.`,
        mend: rankMend(port, mismatch.found.length),
      }
    }
    case 'axis': {
      const { expected, found, because } = mismatch
      const both = expected.size !== undefined && found.size !== undefined
      return {
        message: `${where}: expected ${describeOrigin(expected)}${both ? ' features' : ''} because ${because} has ${describeOrigin(expected)}, found ${describeOrigin(found)}.`,
        mend: both
          ? `Wire it through a Dense of ${expected.size}.`
          : 'Both must run over the same positions: wire the same sequence, or pool one of them first.',
      }
    }
    case 'star': {
      const { expected, found, because } = mismatch
      const size = expected.at(-1)?.size
      const others = expected.slice(0, -1)
      const dense =
        size !== undefined &&
        found.length === expected.length &&
        others.every((axis, i) => sameAxis(axis, found[i]!))
      return {
        message: `${where}: expected ${describeAxes(expected)} because ${port.many ? 'the wire before' : because} has it, found ${describeAxes(found)}.`,
        mend: dense
          ? `Wire it through a Dense of ${size}.`
          : 'Make the shapes equal: a Dense changes features, a Pool over time takes a sequence away.',
      }
    }
    case 'presence':
      return {
        message: `${where}: expected ${mismatch.present ? 'one vector' : 'a sequence'} because ${mismatch.because} is ${mismatch.present ? 'one vector' : 'a sequence'}, found ${mismatch.present ? 'a sequence' : 'one vector'}.`,
        mend: mismatch.present
          ? 'Pool over time makes one vector of a sequence.'
          : 'Wire a sequence into both.',
      }
  }
}

function rankMend(port: Port, found: number): string {
  const wanted = port.shape.split(/\s+/).filter((letter) => letter !== '' && !letter.endsWith('?')).length
  if (found > wanted)
    return 'A sequence becomes one vector through a Pool over time, or is taken step by step in a loop.'
  return wanted >= 2
    ? 'Wire a sequence into it: the states of a recurrent layer, or embedded words.'
    : 'Wire a value with features into it.'
}
