/** A model's file on disk: what it was when it was opened, so that a later reading of its weights reads the same file. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { FaultError, fault } from '#shared/base/fault'
import type { ExternalData } from './tensor'

export interface FileMark {
  readonly size: bigint
  readonly changed: bigint
  readonly inode: bigint
}

export interface ModelFile {
  /** The file itself, links resolved. */
  readonly folder: string
  readonly name: string
  /** The folder of the link that it was opened through; see linked.ts. */
  readonly linked?: string | undefined
  readonly size: number
  readonly mark: FileMark
}

/** A pipe or a device would wait for ever, or never end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
const NO_LINKS = FLAGS | (constants.O_NOFOLLOW ?? 0)

/**
 * Opens a model's file for `work`, and closes it.
 * @throws FaultError `not-found`, `no-permission` or `bad-file`
 */
export async function withModelFile<T>(
  path: string,
  work: (file: FileHandle, found: ModelFile) => Promise<T>,
): Promise<T> {
  const name = basename(path)
  let handle: FileHandle | undefined
  try {
    const real = await realpath(path)
    if (!(await stat(real)).isFile())
      throw fault('bad-file', `${name} could not be opened: it is not a file.`)
    handle = await open(real, FLAGS)
    const found = await handle.stat({ bigint: true })
    if (!found.isFile()) throw fault('bad-file', `${name} could not be opened: it is not a file.`)
    const beside = await realpath(dirname(path))
    const file = {
      folder: dirname(real),
      ...(beside !== dirname(real) && { linked: beside }),
      name: basename(real),
      size: Number(found.size),
      mark: markOf(found),
    }
    return await work(handle, file)
  } catch (error) {
    throw unread(error, name)
  } finally {
    await handle?.close()
  }
}

function markOf(found: { size: bigint; mtimeNs: bigint; ino: bigint }): FileMark {
  return { size: found.size, changed: found.mtimeNs, inode: found.ino }
}

/** @throws FaultError `bad-file` where the file is not what it was */
export async function assertUnchanged({ folder, name, mark }: ModelFile): Promise<void> {
  const found = await stat(join(folder, name), { bigint: true }).catch((error: unknown) => {
    throw unread(error, name)
  })
  if (!sameMark(markOf(found), mark)) throw changed(name)
}

/**
 * Reads numbers that lie in a file of the folder, now.
 * @param mark what the file must still be, where that is known
 * @throws FaultError `bad-file` where it is not what it was
 */
export function readExternal(folder: string, data: ExternalData, mark: FileMark | undefined): Uint8Array {
  let file: number | undefined
  try {
    file = openSync(join(folder, data.location), NO_LINKS)
    const found = fstatSync(file, { bigint: true })
    if (!found.isFile() || (mark !== undefined && !sameMark(markOf(found), mark)))
      throw changed(data.location)
    const bytes = new Uint8Array(data.length)
    for (let at = 0; at < data.length; ) {
      const read = readSync(file, bytes, at, data.length - at, data.offset + at)
      if (read === 0) throw changed(data.location)
      at += read
    }
    return bytes
  } catch (error) {
    throw unread(error, data.location)
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function sameMark(a: FileMark, b: FileMark): boolean {
  return a.size === b.size && a.changed === b.changed && a.inode === b.inode
}

function changed(name: string): Error {
  return fault(
    'bad-file',
    `${name} has changed since it was opened. Open it again to go on with what it is now.`,
  )
}

function unread(error: unknown, name: string): Error {
  if (error instanceof FaultError) return error
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('not-found', `${name} could not be opened: there is no such file.`, error)
    case 'EACCES':
    case 'EPERM':
      return fault('no-permission', `${name} could not be opened: you may not read it.`, error)
    case 'ELOOP':
      return fault(
        'bad-file',
        `${name} could not be opened: it is a link that leads nowhere Heed follows.`,
        error,
      )
    default:
      return fault('bad-file', `${name} could not be read.`, error)
  }
}
