/** The templates that Heed comes with: documents in a folder, a file each, whose stem is the id. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Weights } from '#main/engine/protocol'
import { decodeHeedFile } from '#main/files/heedFile'
import { fault } from '#shared/base/fault'
import type { TemplateInfo } from '#shared/contract/contract'
import type { HeedDocument } from '#shared/document/document'
import { readUserFile } from './disk'

export interface Template {
  readonly info: TemplateInfo
  readonly document: HeedDocument
  readonly weights: Weights
}

const EXTENSION = '.heed'
const TEMPLATE_ID = /^[a-z0-9][a-z0-9-]{0,63}$/

export function isTemplateId(text: string): boolean {
  return TEMPLATE_ID.test(text)
}

/** All templates of the folder, by the whole number `order` of their documents, then by id. */
export async function listTemplates(folder: string): Promise<TemplateInfo[]> {
  const names = await readdir(folder).catch(() => [])
  const ids = names.filter((name) => name.endsWith(EXTENSION)).map((name) => basename(name, EXTENSION))
  const templates = await Promise.all(ids.filter(isTemplateId).map((id) => readTemplate(folder, id)))
  return templates
    .toSorted((a, b) => orderOf(a.document) - orderOf(b.document) || (a.info.id < b.info.id ? -1 : 1))
    .map(({ info }) => info)
}

export async function readTemplate(folder: string, id: string): Promise<Template> {
  const bytes = isTemplateId(id)
    ? await readUserFile(join(folder, id + EXTENSION)).catch(() => undefined)
    : undefined
  if (!bytes) throw fault('not-found', `There is no template called “${id}”.`)
  const { document, weights } = decodeHeedFile(bytes)
  return { info: { id, title: document.title, summary: summaryOf(document.note) }, document, weights }
}

/** The first sentence of a note, without its Markdown. */
export function summaryOf(note: string): string {
  const paragraph = note
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .find((part) => part !== '' && !part.startsWith('#'))
  const plain = (paragraph ?? '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
  return /^.*?[.!?](?=\s|$)/.exec(plain)?.[0] ?? plain
}

function orderOf(document: HeedDocument): number {
  const order = document.order
  return typeof order === 'number' && Number.isInteger(order) ? order : Number.MAX_SAFE_INTEGER
}
