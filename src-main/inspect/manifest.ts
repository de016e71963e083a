/**
 * What is expected of each model in `fixtures/`, which bench/reference/make_models.py makes.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { decodeNpz } from '#main/files/npz'
import { decodeModel, type Model } from '#main/onnx/decode'
import type { Tensor } from '#shared/ir/graph'

export interface Expected {
  readonly file: string
  readonly why: string
  /** Which part of the script made it. */
  readonly group: string
  readonly sites: readonly {
    readonly kind: string
    readonly causal: boolean
    /** Null where only a run can tell. */
    readonly heads: number | null
    readonly operator: string
    readonly shown: boolean
    readonly reason?: string
    readonly tolerance?: number
  }[]
  /** A part of each reason, in order. */
  readonly refused: readonly string[]
}

const FOLDER = new URL('./fixtures/', import.meta.url)

export const manifest: readonly Expected[] = JSON.parse(
  readFileSync(new URL('manifest.json', FOLDER), 'utf8'),
)

export function readFixture(file: string): Model {
  return decodeModel(new Uint8Array(readFileSync(new URL(file, FOLDER))))
}

/** Where the fixtures lie, and what belongs to them. */
export const fixtureFolder = fileURLToPath(FOLDER)

/** The arrays beside a model: `feed.<input>`, `output.<output>` and `weights.<site>`, as the framework computed them. */
export function readTruth(
  file: string,
  prefix: 'feed' | 'output' | 'weights',
): Readonly<Record<string, Tensor>> {
  const arrays = decodeNpz(new Uint8Array(readFileSync(new URL(file.replace('.onnx', '.npz'), FOLDER))))
  return Object.fromEntries(
    Object.entries(arrays)
      .filter(([name]) => name.startsWith(`${prefix}.`))
      .map(([name, tensor]) => [name.slice(prefix.length + 1), tensor]),
  )
}
