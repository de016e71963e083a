/** Files that lie beside a model and belong to it. Only these names are opened, and links only as linked.ts says. */
import { lstat, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { plainFile } from '#main/onnx/linked'
import { BESIDE, type Beside } from '#shared/contract/model'
import { MOST_JSON_BYTES } from './json'

/** Where a model's folder has this name, its files lie around it: so do the repositories for transformers.js. */
const INNER = 'onnx'

/** @param linked the folder of the link that the model was opened through */
export async function filesBeside(
  real: string | undefined,
  linked: string | undefined,
): Promise<Map<Beside, Uint8Array>> {
  const found = new Map<Beside, Uint8Array>()
  const folder = linked ?? real
  if (folder === undefined) return found
  const blobs = linked === undefined ? undefined : real
  const folders = basename(folder) === INNER ? [folder, dirname(folder)] : [folder]
  for (const name of BESIDE)
    for (const each of folders) {
      const bytes = found.has(name) ? undefined : await readPlain(join(each, name), blobs)
      if (bytes !== undefined) found.set(name, bytes)
    }
  return found
}

/** A file of a sensible size; nothing where there is none. */
async function readPlain(path: string, blobs: string | undefined): Promise<Uint8Array | undefined> {
  const plain = await plainFile(path, blobs)
  if (plain === undefined) return undefined
  try {
    const { size } = await lstat(plain)
    return size <= MOST_JSON_BYTES ? new Uint8Array(await readFile(plain)) : undefined
  } catch {
    return undefined
  }
}
