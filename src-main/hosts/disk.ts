/** The user's files, read with a limit; what the disk refuses is a fault with a sentence. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { FaultError, fault } from '#shared/base/fault'

/** The largest file that is read into memory. */
const LARGEST_FILE = 1_000_000_000

export async function readUserFile(path: string): Promise<Uint8Array> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    if (size > LARGEST_FILE)
      throw fault(
        'too-large',
        `${name} has ${Math.round(size / 1e6)} MB; Heed reads files of up to ${LARGEST_FILE / 1e6} MB.`,
      )
    const bytes = await readFile(path)
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  } catch (error) {
    throw diskFault(error, 'read', name)
  }
}

/** An error of the file system, as a fault. */
export function diskFault(error: unknown, verb: 'read' | 'written', name: string): FaultError {
  if (error instanceof FaultError) return error
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('not-found', `${name} could not be ${verb}: there is no such file or folder.`, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fault('no-permission', `${name} could not be ${verb}: permission was denied.`, error)
    case 'EISDIR':
      return fault('bad-file', `${name} could not be ${verb}: it is a folder.`, error)
    case 'ENOSPC':
      return fault('too-large', `${name} could not be ${verb}: the disk is full.`, error)
    default:
      return fault('bad-file', `${name} could not be ${verb}.`, error)
  }
}
