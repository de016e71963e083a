/** Data that a page has sent, as files of a folder that the engine can read; the folder is gone when the work is done. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fault } from '#shared/base/fault'
import type { TrainingData } from '#shared/contract/training'

type Asking = { readonly data?: TrainingData | undefined }
type Placed<A extends Asking> = Omit<A, 'data'> & { readonly dataPath?: string }

export async function withPlacedData<A extends Asking, T>(
  { data, ...ask }: A,
  work: (ask: Placed<A>) => Promise<T>,
): Promise<T> {
  if (!data) return work(ask)
  const folder = await mkdtemp(join(tmpdir(), 'heed-data-'))
  try {
    const [only, ...more] = data.files
    const path = only && more.length === 0 ? join(folder, safe(only.path)) : folder
    for (const file of data.files) {
      const place = join(folder, safe(file.path))
      await mkdir(dirname(place), { recursive: true })
      await writeFile(place, file.bytes)
    }
    return await work({ ...ask, dataPath: path })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A path that stays in its folder. */
function safe(path: string): string {
  const parts = path.split('/')
  const plain = parts.every((part) => part !== '' && part !== '.' && part !== '..' && basename(part) === part)
  if (!plain || /[\\:\0]/.test(path)) throw fault('bad-input', `“${path}” is no path inside of a folder.`)
  return path
}
