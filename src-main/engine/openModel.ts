/** A model made elsewhere, read and looked through; nothing of it runs yet. */
import { fault } from '#shared/base/fault'
import { detect } from '../inspect/detect'
import { refuseEndless } from '../inspect/endless'
import { type Hierarchy, hierarchyOf } from '../inspect/hierarchy/hierarchy'
import type { Detection } from '../inspect/site'
import { decodeModel, type Model } from '../onnx/decode'
import { checkExternal } from '../onnx/external'
import { checkFunctions } from '../onnx/functions'
import { withoutLinks } from '../onnx/linked'
import { assertUnchanged, type ModelFile, readExternal, withModelFile } from '../onnx/modelFile'
import { readSkeleton } from '../onnx/skeleton'
import type { ModelSource } from './openProtocol'

export interface OpenModel {
  /** Of a file, its skeleton: weights stay where they lie, and are read when they are asked for. */
  readonly model: Model
  readonly found: Detection
  /** Where its weights may be read from. */
  readonly folder: string | undefined
  /** The folder of the link that it was opened through: what lies beside that belongs to it, too. */
  readonly linked?: string | undefined
  readonly hierarchy: () => Hierarchy
  /** Bytes of its weights and of everything else. */
  readonly size: number
  /**
   * To be called before a session is made: a session reads the file, and a run cannot be stopped from inside.
   * @throws FaultError `bad-file` where the file is no longer what it was when it was opened, `bad-model` where a run would never end
   */
  readonly assertRunnable: () => Promise<void>
}

/** Parts of an opening, as its progress tells them. */
export const OPENING_STEPS = ['Reading the graph', 'Looking for attention', 'Done'] as const

export type OnStep = (step: (typeof OPENING_STEPS)[number], done: number, total: number) => void

export async function openModel(
  name: string,
  { path, bytes, folder }: ModelSource,
  onStep: OnStep = () => undefined,
): Promise<OpenModel> {
  const read = path === undefined ? await fromBytes(bytes, folder) : await fromFile(path, onStep)
  checkFunctions(read.model)
  onStep('Looking for attention', 0, 0)
  const found = detect(read.model)
  let hierarchy: Hierarchy | undefined
  return {
    model: read.model,
    folder: read.folder,
    linked: read.linked,
    size: read.size,
    assertRunnable: async () => {
      await read.assertUnchanged()
      refuseEndless(read.model.graph)
    },
    found,
    hierarchy: () => {
      hierarchy ??= hierarchyOf(read.model, found.sites, name)
      return hierarchy
    },
  }
}

interface Read extends Pick<OpenModel, 'model' | 'folder' | 'linked' | 'size'> {
  readonly assertUnchanged: () => Promise<void>
}

async function fromBytes(bytes: Uint8Array | undefined, folder: string | undefined): Promise<Read> {
  if (bytes === undefined) throw fault('bad-input', 'Nothing says where the model lies.')
  const read = folder === undefined ? undefined : readerOf(folder)
  const model = decodeModel(bytes, read)
  await checkExternal(model, folder)
  const size = bytes.length + elsewhere(model)
  return { model: readable(model), folder, size, assertUnchanged: () => Promise.resolve() }
}

function fromFile(path: string, onStep: OnStep): Promise<Read> {
  return withModelFile(path, async (handle, file) => {
    const skeleton = readSkeleton(handle.fd, {
      name: file.name,
      size: file.size,
      onProgress: (done) => onStep('Reading the graph', done, file.size),
    })
    const bytes = await withoutLinks(skeleton.bytes, file)
    const model = decodeModel(bytes, readerOf(file.folder, file))
    await checkExternal(model, file.folder, file)
    return {
      model: readable(model),
      folder: file.folder,
      linked: file.linked,
      size: bytes.length + elsewhere(model),
      assertUnchanged: () => assertUnchanged(file),
    }
  })
}

function readerOf(folder: string, file?: ModelFile) {
  return (data: Parameters<typeof readExternal>[1]) =>
    readExternal(folder, data, data.location === file?.name ? file.mark : undefined)
}

/** Bytes of a model that lie in files. */
function elsewhere(model: Model): number {
  let bytes = 0
  for (const { length } of model.external.values()) bytes += length
  return bytes
}

/** What lies in files can be read like everything else, once it was checked. */
function readable(model: Model): Model {
  return { ...model, external: new Map() }
}
