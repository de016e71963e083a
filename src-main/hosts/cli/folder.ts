/** A folder that files are to be written to. */
import { mkdir } from 'node:fs/promises'
import { fault } from '#shared/base/fault'

/** Makes it where it is not there. @throws FaultError `no-permission` */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fault('no-permission', `The folder ${folder} could not be made.`, error)
  })
}
