/**
 * Writes a file so that at every moment either the old or the new content is there, whole.
 */
import { randomUUID } from 'node:crypto'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { type FaultError, fault } from '#shared/base/fault'

/**
 * A link is followed, and the file keeps its permissions. Nothing is left behind when it fails.
 * @throws FaultError `no-permission`, `not-found`, `too-large` (the disk is full) or `bad-file`
 */
export async function atomicWrite(path: string, bytes: Uint8Array): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const folder = dirname(target)
  // Hidden, and short enough for any file system whatever the target's name is.
  const temporary = join(folder, `.heed-${randomUUID()}.tmp`)
  try {
    const before = await stat(target).catch(() => undefined)
    if (before?.isDirectory()) throw Object.assign(new Error('the target is a folder'), { code: 'EISDIR' })
    const file = await open(temporary, 'wx', before?.mode)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, target)
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    throw writeFault(error, path)
  }
  await syncFolder(folder)
}

/** Makes the rename itself last; where folders cannot be opened (Windows), the file system does so by itself. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}

/** What a failed write says to the user. */
export function writeFault(error: unknown, path: string): FaultError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const name = `“${basename(path)}”`
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return fault(
        'too-large',
        `${name} could not be saved: the disk is full. What was there before is unchanged.`,
        error,
      )
    case 'EACCES':
    case 'EPERM':
      return fault(
        'no-permission',
        `${name} could not be saved: you may not write to this place. Save it elsewhere.`,
        error,
      )
    case 'EROFS':
      return fault(
        'no-permission',
        `${name} could not be saved: this disk is read-only. Save it elsewhere.`,
        error,
      )
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('not-found', `${name} could not be saved: its folder is not there any more.`, error)
    case 'EISDIR':
      return fault('bad-file', `${name} could not be saved: there is a folder of that name.`, error)
    case 'ENAMETOOLONG':
      return fault('bad-file', 'The file could not be saved: its name is too long for this disk.', error)
    default:
      return fault('bad-file', `${name} could not be saved.`, error)
  }
}
