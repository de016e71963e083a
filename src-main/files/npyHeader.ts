/**
 * The header of an `.npy` file: a Python dictionary with three entries, in text.
 * Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
import { fault } from '#shared/base/fault'

export interface NpyHeader {
  /** Byte order, kind and size as NumPy writes them: `<f4`, `|b1`, `<U7`. */
  readonly descr: string
  readonly fortran: boolean
  readonly dims: readonly number[]
  /** Where the numbers begin. */
  readonly start: number
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
const MAX_HEADER = 65_536
const MAX_RANK = 64

/** @throws FaultError `bad-file` or `unsupported` */
export function readNpyHeader(bytes: Uint8Array): NpyHeader {
  if (bytes.length < 10 || MAGIC.some((byte, i) => bytes[i] !== byte))
    throw badNpy('it does not begin like one')
  const version = bytes[6]
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (version !== 1 && version !== 2 && version !== 3) throw badNpy(`its version is ${version}`)
  if (version > 1 && bytes.length < 12) throw badNpy('it is too short')
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const begin = version === 1 ? 10 : 12
  if (length > MAX_HEADER || begin + length > bytes.length)
    throw badNpy(`its header should have ${length} bytes`)
  const text = new TextDecoder(version === 3 ? 'utf-8' : 'latin1').decode(
    bytes.subarray(begin, begin + length),
  )
  return { ...parse(text), start: begin + length }
}

/** Padded so that the numbers begin at a multiple of 64. */
export function writeNpyHeader(descr: string, dims: readonly number[]): Uint8Array {
  const shape = dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`
  const length = Math.ceil((text.length + 11) / 64) * 64 - 10
  const header = new Uint8Array(10 + length).fill(0x20)
  header.set([...MAGIC, 1, 0, length & 0xff, length >> 8])
  header.set(new TextEncoder().encode(text), 10)
  header[header.length - 1] = 0x0a
  return header
}

function parse(text: string): Omit<NpyHeader, 'start'> {
  const entries = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1]
  if (entries === undefined) throw badNpy('its header is no dictionary')
  const descr = /'descr'\s*:\s*('[^']*'|"[^"]*"|\[)/.exec(entries)?.[1]
  if (descr === '[')
    throw fault('unsupported', 'This .npy file holds records with fields; Heed reads plain numbers and text.')
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(entries)?.[1]
  const shape = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(entries)?.[1]
  if (descr === undefined || fortran === undefined || shape === undefined)
    throw badNpy('its header lacks descr, fortran_order or shape')
  const dims = shape.split(',').flatMap((part) => (part.trim() === '' ? [] : [Number.parseInt(part, 10)]))
  if (dims.length > MAX_RANK || dims.some((dim) => !Number.isSafeInteger(dim)))
    throw badNpy(`its shape is (${shape})`)
  return { descr: descr.slice(1, -1), fortran: fortran === 'True', dims }
}

export function badNpy(why: string): Error {
  return fault('bad-file', `This is not a readable .npy file: ${why}.`)
}
