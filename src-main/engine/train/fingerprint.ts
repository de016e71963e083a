/** Tells data from other data, however its files are called. */
import { createHash } from 'node:crypto'
import type { TrainingData } from '#shared/contract/training'

export function fingerprint({ files }: TrainingData): string {
  const hash = createHash('sha256')
  for (const { bytes } of files) hash.update(`${bytes.length} `).update(bytes)
  return hash.digest('hex')
}
