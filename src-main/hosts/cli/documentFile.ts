/** FILE on the command line: the path of a document, the id of a template, or a model that Heed exported. */
import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fault } from '#shared/base/fault'
import type { OpenedDocument } from '#shared/contract/contract'
import { isTemplateId, listTemplates } from '../library'
import { kindOfPath } from '../openable'
import type { Studio } from '../studio'

/** The network that a model was made of, where Heed exported it. */
async function openExported(studio: Studio, path: string): Promise<OpenedDocument> {
  const { model, name, canvas } = await studio.holdings.openModel(basename(path), { path })
  if (canvas === true) return studio.openCanvas(model)
  throw fault(
    'bad-input',
    `${name} was not built by Heed, and has no canvas. inspect finds the attention in it, and export --to svg, png or gif draws it.`,
  )
}

/** A file of that name goes before a template. */
export async function openFile(studio: Studio, file: string): Promise<OpenedDocument> {
  const path = resolve(file)
  if (kindOfPath(file) === 'model') return openExported(studio, path)
  const there = await stat(path).catch(() => undefined)
  if (there?.isFile() || !isTemplateId(file)) return studio.openPath(path)
  const templates = await listTemplates(studio.templates)
  if (templates.some(({ id }) => id === file)) return studio.openTemplate(file)
  throw fault(
    'not-found',
    `There is neither a file nor a template called “${file}”. Templates: ${templates.map(({ id }) => id).join(', ') || 'none'}.`,
  )
}
