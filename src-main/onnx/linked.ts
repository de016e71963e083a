/**
 * Models that are opened through a link, as they lie in Hugging Face's cache: `snapshots/…/model.onnx` leads to `blobs/<hash>`, and so does
 * everything beside it. What lies beside the link belongs to the model where it is a file there, or a link into the very folder that
 * the model's own bytes lie in; no other link is followed.
 */
import { lstat, realpath } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { readModel, writeModel } from './bytes'
import { partsOfLocation } from './external'
import type { ModelFile } from './modelFile'

/**
 * Where a file lies that is called `path` beside a model; nothing where it is none, or a link to elsewhere.
 * @param blobs the real folder of a model that was opened through a link
 */
export async function plainFile(path: string, blobs: string | undefined): Promise<string | undefined> {
  try {
    const found = await lstat(path)
    if (found.isFile()) return path
    if (!found.isSymbolicLink() || blobs === undefined) return undefined
    const real = await realpath(path)
    return dirname(real) === blobs && (await lstat(real)).isFile() ? real : undefined
  } catch {
    return undefined
  }
}

/** The bytes of a model in which data that is linked to beside the link is called by its own name in the model's real folder. */
export async function withoutLinks(
  bytes: Uint8Array,
  { folder, linked, name }: ModelFile,
): Promise<Uint8Array> {
  if (linked === undefined) return bytes
  const proto = readModel(bytes)
  const names = new Map<string, string | undefined>()
  let changed = false
  for (const { externalData } of proto.graph?.initializer ?? [])
    for (const entry of externalData) {
      if (entry.key !== 'location' || entry.value === name) continue
      if (!names.has(entry.value)) names.set(entry.value, await realName(entry.value, linked, folder))
      const real = names.get(entry.value)
      if (real === undefined) continue
      entry.value = real
      changed = true
    }
  return changed ? writeModel(proto) : bytes
}

async function realName(location: string, linked: string, folder: string): Promise<string | undefined> {
  const parts = partsOfLocation(location)
  if (typeof parts === 'string' || parts.length !== 1) return undefined
  const path = join(linked, ...parts)
  const real = await plainFile(path, folder)
  return real === undefined || real === path ? undefined : basename(real)
}
