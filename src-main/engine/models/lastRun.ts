/** What a run found, kept for the next question about the same inputs. */
import { createHash } from 'node:crypto'
import type { RunOutput } from '#shared/contract/contract'
import type { ModelInputs } from '#shared/contract/model'
import type { Tensor } from '#shared/ir/graph'
import type { Filled } from '../../inputs/fill/fill'
import type { Weights } from '../../inspect/normalise'

/** Bytes of weights that are kept. */
const KEPT_BYTES = 256_000_000

export interface LastRun {
  readonly key: string
  readonly weights: Map<string, Weights>
  /** What each half was fed. */
  readonly filled: readonly Filled[]
  readonly outputs: readonly RunOutput[]
  /** What the encoder of a pair found. */
  readonly states?: Tensor | undefined
  /** Tokens that were generated for these inputs. */
  said?: readonly number[] | undefined
}

/** The same inputs have the same key. */
export function keyOf(inputs: ModelInputs): string {
  const hash = createHash('sha1')
  const walk = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) {
      hash.update(`${value.constructor.name} ${value.byteLength} `)
      hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))
    } else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) {
        hash.update(`${JSON.stringify(key)}:`)
        walk(item)
      }
    else hash.update(`${JSON.stringify(value)},`)
  }
  walk(inputs)
  return hash.digest('hex')
}

/** Keeps weights as long as there is room; those that came first stay. */
export function keep({ weights: kept }: LastRun, site: string, weights: Weights): void {
  let bytes = weights.data.byteLength
  for (const { data } of kept.values()) bytes += data.byteLength
  if (bytes <= KEPT_BYTES) kept.set(site, weights)
}
