/** Which letters a font file has, read from its `cmap` without reading the rest of it. */
import { type FileHandle, open } from 'node:fs/promises'

/** Sizes beyond which a file is taken for damaged. */
const MOST_TABLES = 200
const MOST_MAP = 8e6

/** Those of `wanted` that the font (of a collection the first one) has; none where the file is no font. */
export async function lettersIn(path: string, wanted: readonly number[]): Promise<number[]> {
  const file = await open(path, 'r').catch(() => undefined)
  if (file === undefined) return []
  try {
    const map = await characterMap(file)
    return map === undefined ? [] : wanted.filter(reader(map))
  } catch {
    return []
  } finally {
    await file.close()
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<DataView> {
  const bytes = new Uint8Array(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  if (bytesRead < length) throw new RangeError('the font ends early')
  return new DataView(bytes.buffer)
}

async function characterMap(file: FileHandle): Promise<DataView | undefined> {
  const collection = (await bytesAt(file, 0, 16)).getUint32(0) === TTCF
  const start = collection ? (await bytesAt(file, 12, 4)).getUint32(0) : 0
  const head = await bytesAt(file, start, 12)
  const count = head.getUint16(4)
  if (!VERSIONS.includes(head.getUint32(0)) || count > MOST_TABLES) return undefined
  const tables = await bytesAt(file, start + 12, 16 * count)
  for (let i = 0; i < count; i++) {
    if (tables.getUint32(16 * i) !== CMAP) continue
    const length = tables.getUint32(16 * i + 12)
    return length > MOST_MAP ? undefined : bytesAt(file, tables.getUint32(16 * i + 8), length)
  }
  return undefined
}

const TTCF = 0x74746366
const CMAP = 0x636d6170
/** TrueType, “true”, “OTTO”. */
const VERSIONS = [0x00010000, 0x74727565, 0x4f54544f]

/** The best subtable that can be read: format 12 has all of Unicode, format 4 its first plane. */
function reader(map: DataView): (code: number) => boolean {
  const places = Array.from({ length: map.getUint16(2) }, (_, i) => map.getUint32(4 + 8 * i + 4))
  const wide = places.find((at) => map.getUint16(at) === 12)
  if (wide !== undefined) return (code) => inGroups(map, wide, code)
  const plain = places.find((at) => map.getUint16(at) === 4)
  return plain === undefined ? () => false : (code) => inSegments(map, plain, code)
}

function inGroups(map: DataView, at: number, code: number): boolean {
  let [low, high] = [0, map.getUint32(at + 12) - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const group = at + 16 + 12 * middle
    if (code < map.getUint32(group)) high = middle - 1
    else if (code > map.getUint32(group + 4)) low = middle + 1
    else return map.getUint32(group + 8) + code - map.getUint32(group) !== 0
  }
  return false
}

function inSegments(map: DataView, at: number, code: number): boolean {
  if (code > 0xffff) return false
  const twice = map.getUint16(at + 6)
  for (let i = 0; i < twice; i += 2) {
    if (code > map.getUint16(at + 14 + i)) continue
    const start = map.getUint16(at + 16 + twice + i)
    if (code < start) return false
    const delta = map.getUint16(at + 16 + 2 * twice + i)
    const place = at + 16 + 3 * twice + i
    const offset = map.getUint16(place)
    const glyph = offset === 0 ? code : map.getUint16(place + offset + 2 * (code - start))
    return glyph !== 0 && (offset === 0 ? (glyph + delta) % 0x10000 !== 0 : true)
  }
  return false
}
