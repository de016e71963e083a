/** FILE on the command line: the path of a document, or the id of a template. */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fault } from '#shared/base/fault'
import type { OpenedDocument } from '#shared/contract/contract'
import { isTemplateId, listTemplates } from '../library'
import type { Studio } from '../studio'

/** A file of that name goes before a template. */
export async function openFile(studio: Studio, file: string): Promise<OpenedDocument> {
  const path = resolve(file)
  const there = await stat(path).catch(() => undefined)
  if (there?.isFile() || !isTemplateId(file)) return studio.openPath(path)
  const templates = await listTemplates(studio.templates)
  if (templates.some(({ id }) => id === file)) return studio.openTemplate(file)
  throw fault(
    'not-found',
    `There is neither a file nor a template called “${file}”. Templates: ${templates.map(({ id }) => id).join(', ') || 'none'}.`,
  )
}
