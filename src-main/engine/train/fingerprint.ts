/** Tells data from other data, wherever it lies. */
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Of a file's bytes, or of a folder's files in the order of their names. */
export async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256')
  const add = async (file: string) => {
    const bytes = await readFile(file)
    hash.update(`${bytes.length} `).update(bytes)
  }
  if ((await stat(path)).isDirectory()) {
    const entries = await readdir(path, { withFileTypes: true, recursive: true })
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    for (const file of files.sort()) await add(file)
  } else await add(path)
  return hash.digest('hex')
}
