/** Why a value does not fit a port, in plain words with a way out. */
import type { Problem } from '../base/problem'
import type { Port } from '../kinds/kind'
import type { Mismatch } from '../kinds/pattern'
import { describeAxes, describeOrigin } from './describe'

export function describeMismatch(
  where: string,
  port: Port,
  mismatch: Mismatch,
): Pick<Problem, 'message' | 'mend'> {
  switch (mismatch.type) {
    case 'rank': {
      const wanted = port.shape === '' ? 'one value without axes' : port.shape.replaceAll(' ', ' × ')
      return {
        message: `${where}: expected ${wanted}, found ${describeAxes(mismatch.found)}.`,
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
    case 'star':
      return {
        message: `${where}: expected ${describeAxes(mismatch.expected)} because ${mismatch.because} has it, found ${describeAxes(mismatch.found)}.`,
        mend: 'Make the shapes equal: a Dense changes features, a Pool over time takes a sequence away.',
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
