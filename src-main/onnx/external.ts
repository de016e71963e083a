/**
 * Tensors of a model that lie in other files: allowed only inside the model's own folder, within those files, and not through links.
 */
import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { fault } from '#shared/base/fault'
import type { Model } from './decode'
import type { ExternalData } from './tensor'

/**
 * Checks every external tensor of a model against the folder that the model lies in (without a folder: there must be none).
 * @param own the model's own file, which its skeleton refers to
 * @throws FaultError `bad-model`, `not-found` or `no-permission`
 */
export async function checkExternal(
  model: Pick<Model, 'external'>,
  folder: string | undefined,
  own?: { readonly name: string; readonly size: number },
): Promise<void> {
  const sizes = new Map<string, number>(own && [[own.name, own.size]])
  for (const data of model.external.values()) {
    if (folder === undefined)
      throw fault(
        'unsupported',
        `The tensor "${data.tensor}" lies in the file "${data.location}" beside the model. Open the model from its folder.`,
      )
    const size = sizes.get(data.location) ?? (await sizeOfFile(data, folder))
    sizes.set(data.location, size)
    if (data.offset + data.length > size)
      throw fault(
        'bad-model',
        `The tensor "${data.tensor}" should lie at bytes ${data.offset} to ${data.offset + data.length} of "${data.location}", which has ${size} bytes.`,
      )
  }
}

/** The parts of a location, or the reason why it is refused. */
export function partsOfLocation(location: string): readonly string[] | string {
  if (location.includes('\0')) return 'it contains a zero byte'
  if (location.includes('\\') || location.includes(':')) return 'it is not a plain relative path'
  if (location.startsWith('/')) return 'it is an absolute path'
  const parts = location.split('/').filter((part) => part !== '' && part !== '.')
  if (parts.includes('..')) return 'it leads out of the folder'
  return parts.length === 0 ? 'it names no file' : parts
}

async function sizeOfFile({ tensor, location }: ExternalData, folder: string): Promise<number> {
  const parts = partsOfLocation(location)
  if (typeof parts === 'string')
    throw fault(
      'bad-model',
      `The tensor "${tensor}" should lie in "${location}", which Heed does not open: ${parts}.`,
    )
  let path = folder
  for (const [index, part] of parts.entries()) {
    path = join(path, part)
    const last = index === parts.length - 1
    const found = await lstat(path).catch((error: NodeJS.ErrnoException) => {
      const denied = error.code === 'EACCES' || error.code === 'EPERM'
      const why = denied ? 'may not be read' : 'is not there'
      throw fault(
        denied ? 'no-permission' : 'not-found',
        `The model needs the file "${location}" beside it, which ${why}.`,
        error,
      )
    })
    if (found.isSymbolicLink())
      throw fault(
        'bad-model',
        `The tensor "${tensor}" should lie in "${location}", which is a link; Heed does not follow it.`,
      )
    if (last && found.isFile()) return found.size
    if (last || !found.isDirectory())
      throw fault('bad-model', `The tensor "${tensor}" should lie in "${location}", which is not a file.`)
  }
  throw fault('bad-model', `The tensor "${tensor}" should lie in "${location}", which names no file.`)
}
