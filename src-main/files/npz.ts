/**
 * NumPy arrays by name: a zip archive of `.npy` files.
 */
import { type Zippable, zipSync } from 'fflate'
import { fault } from '#shared/base/fault'
import type { Tensor } from '#shared/ir/graph'
import { decodeNpy, encodeNpy } from './npy'
import { readZip } from './zip'

const LIMITS = { total: 2 ** 31, entries: 10_000 }
const EXTENSION = '.npy'

/** @throws FaultError `bad-file`, `too-large` or `unsupported` */
export function decodeNpz(bytes: Uint8Array): Readonly<Record<string, Tensor>> {
  const arrays = [...readZip(bytes, LIMITS)].filter(([name]) => name.endsWith(EXTENSION))
  if (arrays.length === 0) throw fault('bad-file', 'This archive holds no NumPy arrays (.npy files).')
  return Object.fromEntries(
    arrays.map(([name, npy]) => [name.slice(0, -EXTENSION.length), decodeNpy(npy)] as const),
  )
}

/** Not compressed: numbers hardly shrink, and stored ones are read without a copy. */
export function encodeNpz(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const files: Zippable = {}
  for (const [name, tensor] of Object.entries(tensors)) files[name + EXTENSION] = encodeNpy(tensor)
  return zipSync(files, { level: 0 })
}

/**
 * Reads either format, by what the bytes are; the single array of an `.npy` file has the file's name.
 * @throws FaultError `bad-file`, `too-large` or `unsupported`
 */
export function decodeTensors(bytes: Uint8Array, name: string): Readonly<Record<string, Tensor>> {
  if (bytes[0] === 0x93) {
    const short = name.replace(/^.*[\\/]/, '').replace(/\.npy$/i, '')
    return Object.fromEntries([[short, decodeNpy(bytes)]])
  }
  return decodeNpz(bytes)
}
