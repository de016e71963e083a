/** `train --gif` and `--curves`: a training as pictures, written when it has ended. */
import { extname, resolve } from 'node:path'
import { pictureBytes } from '#main/export/pictures/file'
import { attends, curvesOf, curvesText, learningOf } from '#main/export/pictures/learning'
import { atomicWrite } from '#main/files/atomicWrite'
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import { VIEW_TITLES, type ViewName } from '#shared/pictures/model/viewChoice'
import type { Played } from '#shared/pictures/played'
import type { Recording } from '#shared/pictures/training/recording'
import { mistake, type TextOf } from './commandOptions'
import { headIn, type PictureLook, pictureLook } from './exportCommand'
import type { Terminal } from './terminal'

export interface ShownTraining {
  readonly view?: ViewName | undefined
  readonly site?: string | undefined
  readonly head?: number | undefined
  readonly gif: PictureLook
  readonly curves: PictureLook
}

export interface TrainingPictures {
  readonly gif?: string | undefined
  readonly curves?: string | undefined
  readonly shown: ShownTraining
}

const CURVES = ['.svg', '.png', '.csv']

/** @throws FaultError `bad-input`, with a sentence that names the mistake */
export function trainingPictures(text: TextOf): TrainingPictures {
  const [gif, curves, named] = [text('gif'), text('curves'), text('view')]
  const view = (Object.keys(VIEW_TITLES) as ViewName[]).find((view) => view === named)
  if (named !== undefined && view === undefined)
    throw mistake(`--view must be one of ${Object.keys(VIEW_TITLES).join(', ')}, but is “${named}”.`)
  if (curves !== undefined && !CURVES.includes(extname(curves)))
    throw mistake(`--curves writes .svg, .png or .csv, but is “${curves}”.`)
  const odd = ['view', 'site', 'head'].find((option) => text(option) !== undefined)
  if (odd !== undefined && gif === undefined)
    throw mistake(`--${odd} is for the picture that --gif FILE writes.`)
  return {
    gif,
    curves,
    shown: {
      view,
      site: text('site'),
      head: headIn(text),
      gif: pictureLook('gif', text),
      curves: pictureLook(curves?.endsWith('.png') === true ? 'png' : 'svg', text),
    },
  }
}

/** Said before a training rather than after it. */
export function expectShown(document: HeedDocument, { gif }: TrainingPictures): void {
  if (gif !== undefined && !attends(document))
    throw fault(
      'bad-input',
      'This network has no attention whose forming --gif could show. --curves draws its losses.',
    )
}

export async function writePictures(
  document: HeedDocument,
  recording: Recording,
  steps: number,
  { gif, curves, shown }: TrainingPictures,
  terminal: Terminal,
): Promise<void> {
  const write = async (path: string, bytes: Uint8Array) => {
    await atomicWrite(resolve(path), bytes)
    terminal.progress(`Wrote ${path}: ${bytes.length.toLocaleString('en')} bytes.`)
  }
  const drawn = (played: Played, look: PictureLook) =>
    pictureBytes(played, look, (sentence) => terminal.update(sentence))
  if (curves?.endsWith('.csv') === true) await write(curves, new TextEncoder().encode(curvesText(recording)))
  else if (curves !== undefined)
    await write(
      curves,
      await drawn(curvesOf(document.title, recording, steps, shown.curves.theme), shown.curves),
    )
  if (gif !== undefined)
    await write(
      gif,
      await drawn(learningOf(document, recording, { ...shown, theme: shown.gif.theme }), shown.gif),
    )
}
