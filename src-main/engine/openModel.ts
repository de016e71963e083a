/** A model made elsewhere, read and looked through; nothing of it runs yet. */

import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fault } from '#shared/base/fault'
import { detect } from '../inspect/detect'
import { type Hierarchy, hierarchyOf } from '../inspect/hierarchy/hierarchy'
import type { Detection } from '../inspect/site'
import { decodeModel, type Model } from '../onnx/decode'
import { checkExternal } from '../onnx/external'
import type { ModelSource } from './openProtocol'

export interface OpenModel {
  readonly model: Model
  readonly found: Detection
  /** Where its weights may be read from. */
  readonly folder: string | undefined
  readonly hierarchy: () => Hierarchy
}

export async function openModel(name: string, source: ModelSource): Promise<OpenModel> {
  const folder = source.path === undefined ? source.folder : dirname(source.path)
  const bytes = source.bytes ?? (source.path === undefined ? undefined : await readFile(source.path))
  if (bytes === undefined) throw fault('bad-input', 'Nothing says where the model lies.')
  const model = decodeModel(bytes)
  await checkExternal(model, folder)
  const found = detect(model)
  let hierarchy: Hierarchy | undefined
  return {
    model,
    found,
    folder,
    hierarchy: () => {
      hierarchy ??= hierarchyOf(model, found.sites, name)
      return hierarchy
    },
  }
}
