/** `export --to svg|png|gif`: a network, a model, or what a run of it showed, as pictures. */
import { basename, resolve } from 'node:path'
import { pictureBytes } from '#main/export/pictures/file'
import { atomicWrite } from '#main/files/atomicWrite'
import type { Played } from '#shared/pictures/played'
import { isTemplateId } from '../library'
import { kindOfPath } from '../openable'
import type { Studio } from '../studio'
import { openFile } from './documentFile'
import { documentPicture } from './documentPicture'
import type { PictureCommand } from './exportCommand'
import { modelPicture } from './modelPicture'
import type { Terminal } from './terminal'

export async function exportPicture(
  studio: Studio,
  command: PictureCommand,
  terminal: Terminal,
): Promise<void> {
  const played = await playedOf(studio, command, terminal)
  const bytes = await pictureBytes(played, command, (sentence) => terminal.progress(sentence))
  await atomicWrite(resolve(command.out), bytes)
  terminal.result(`${command.out}: ${bytes.length.toLocaleString('en')} bytes`)
}

async function playedOf(studio: Studio, command: PictureCommand, terminal: Terminal): Promise<Played> {
  const { file, view } = command
  if (isTemplateId(file) || kindOfPath(file) !== 'model')
    return documentPicture(studio, await openFile(studio, file), command, terminal)
  const path = resolve(file)
  const opened = await studio.holdings.openModel(basename(path), { path })
  // A model that Heed exported is the canvas that it was made of, unless one asks for what only models have.
  const asModel =
    ['heads', 'graph', 'tensor'].includes(view ?? '') ||
    (['level', 'tensor', 'text', 'image', 'feeds'] as const).some((option) => command[option] !== undefined)
  return opened.canvas === true && !asModel
    ? documentPicture(studio, await studio.openCanvas(opened.model), command, terminal)
    : modelPicture(studio, opened, command, terminal)
}
