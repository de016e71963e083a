/** `templates`, `check` and `export`. */
import { join, resolve } from 'node:path'
import { atomicWrite } from '#main/files/atomicWrite'
import { fault } from '#shared/base/fault'
import type { Problem } from '#shared/base/problem'
import { listTemplates } from '../library'
import type { Studio } from '../studio'
import type { Command } from './command'
import { openFile } from './documentFile'
import type { CodeCommand } from './exportCommand'
import { makeFolder } from './folder'
import type { Terminal } from './terminal'

export async function templates(studio: Studio, terminal: Terminal): Promise<void> {
  const all = await listTemplates(studio.templates)
  if (all.length === 0) throw fault('not-found', 'Heed was installed without its templates.')
  const width = Math.max(...all.map(({ id }) => id.length))
  terminal.result(all.map(({ id, title }) => `${id.padEnd(width)}  ${title}`).join('\n'))
}

/** Fails when something keeps the network from running. */
export async function check(
  studio: Studio,
  { file }: Extract<Command, { name: 'check' }>,
  terminal: Terminal,
): Promise<void> {
  const { document, name } = await openFile(studio, file)
  const { problems } = await studio.check({ document })
  if (problems.length === 0) return terminal.result(`${name}: no problems`)
  terminal.result(problems.map(problemText).join('\n'))
  const errors = problems.filter(({ severity }) => severity === 'error').length
  if (errors > 0) throw fault('invalid-document', `${name} cannot run: ${counted(errors, 'problem')}.`)
}

export async function exportTo(
  studio: Studio,
  { file, to, out }: CodeCommand,
  terminal: Terminal,
): Promise<void> {
  const { document, weights } = await openFile(studio, file)
  const { files } = await studio.exportModel({ document, weights, to })
  if (files.length > 1) await makeFolder(resolve(out))
  for (const { name, bytes } of files) {
    // Files that belong together keep their own names, by which they find each other.
    const path = files.length === 1 ? out : join(out, name)
    await atomicWrite(resolve(path), bytes)
    terminal.result(`${path}: ${counted(bytes.length, 'byte')}`)
  }
}

export function problemText({ severity, message, mend }: Problem): string {
  return mend === undefined ? `${severity}: ${message}` : `${severity}: ${message}\n  ${mend}`
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}
