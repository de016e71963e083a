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
    throw readFault(error, name)
  }
}

/** What a failed read says to the user. */
function readFault(error: unknown, name: string): FaultError {
  if (error instanceof FaultError) return error
  switch ((error as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return fault('not-found', `${name} could not be read: there is no such file.`, error)
    case 'EACCES':
    case 'EPERM':
      return fault('no-permission', `${name} could not be read: you may not read it.`, error)
    case 'EISDIR':
      return fault('bad-file', `${name} could not be read: it is a folder.`, error)
    default:
      return fault('bad-file', `${name} could not be read.`, error)
  }
}
