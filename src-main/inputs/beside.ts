/** Files that lie beside a model and belong to it. Only these names are opened, and no link is followed. */
import { lstat, readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { BESIDE, type Beside } from '#shared/contract/model'
import { MOST_JSON_BYTES } from './json'

/** Where a model's folder has this name, its files lie around it: so do the repositories for transformers.js. */
const INNER = 'onnx'

export async function filesBeside(folder: string | undefined): Promise<Map<Beside, Uint8Array>> {
  const found = new Map<Beside, Uint8Array>()
  if (folder === undefined) return found
  const folders = basename(folder) === INNER ? [folder, dirname(folder)] : [folder]
  for (const name of BESIDE)
    for (const each of folders) {
      const bytes = found.has(name) ? undefined : await readPlain(join(each, name))
      if (bytes !== undefined) found.set(name, bytes)
    }
  return found
}

/** A file of a sensible size; nothing where there is none. */
async function readPlain(path: string): Promise<Uint8Array | undefined> {
  try {
    const found = await lstat(path)
    return found.isFile() && found.size <= MOST_JSON_BYTES ? new Uint8Array(await readFile(path)) : undefined
  } catch {
    return undefined
  }
}
