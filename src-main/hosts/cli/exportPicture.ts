/** `export --to svg|png|gif`: the canvas, or what a run of the network showed, as pictures. */
import { resolve } from 'node:path'
import type { EngineEventName } from '#main/engine/protocol'
import { attentionOf, canvasFile, type DocumentRun, statesOf } from '#main/export/pictures/documentRun'
import { pixelsOf, pngOf } from '#main/export/pictures/png'
import { atomicWrite } from '#main/files/atomicWrite'
import { fault } from '#shared/base/fault'
import type { Events, OpenedDocument } from '#shared/contract/contract'
import type { Slice } from '#shared/contract/slice'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import { frameSteps, gifOf } from '#shared/pictures/gif'
import type { Played } from '#shared/pictures/played'
import type { Studio } from '../studio'
import type { PictureCommand } from './command'
import { openFile } from './documentFile'
import type { Terminal } from './terminal'

const RUN = 'cli'

export async function exportPicture(
  studio: Studio,
  command: PictureCommand,
  terminal: Terminal,
): Promise<void> {
  const opened = await openFile(studio, command.file)
  const bytes = await pictureOf(studio, opened, command, terminal)
  await atomicWrite(resolve(command.out), bytes)
  terminal.result(`${command.out}: ${bytes.length.toLocaleString('en')} bytes`)
}

async function pictureOf(
  studio: Studio,
  opened: OpenedDocument,
  command: PictureCommand,
  terminal: Terminal,
): Promise<Uint8Array> {
  const { to, view, theme, scale, site } = command
  if (view === 'canvas') return encoded(canvasFile(opened.document, theme), to, scale)
  const run = await runOf(studio, opened, command, terminal)
  const played: Played = view === 'states' ? statesOf(run, theme) : attentionOf(run, { view, site, theme })
  if (to !== 'gif') return encoded(played.svg(played.steps), to, scale)
  const steps = frameSteps(played.steps)
  // Frames are as large as the last one: an answer is written only when it was given.
  const last = await pixelsOf(played.svg(played.steps), scale)
  return gifOf(steps.length, async (at) => {
    terminal.progress(`Frame ${at + 1} of ${steps.length}`)
    const frame = await pixelsOf(played.svg(steps[at]!), scale)
    return frame.width === last.width && frame.height === last.height ? frame : last
  })
}

async function encoded(svg: string, to: PictureCommand['to'], scale: number): Promise<Uint8Array> {
  if (to === 'gif')
    throw fault(
      'bad-input',
      'The canvas does not move: give --view lines, grid, picture, memory or states for a GIF.',
    )
  return to === 'svg' ? new TextEncoder().encode(svg) : pngOf(svg, scale)
}

/** Runs the network to its end, and keeps all that it showed. */
async function runOf(
  studio: Studio,
  { document, weights }: OpenedDocument,
  { inputs }: PictureCommand,
  terminal: Terminal,
): Promise<DocumentRun> {
  const slices: Slice[] = []
  const frames: StateFrame[] = []
  let states: readonly StateInfo[] = []
  const taken = () => void studio.supervisor.ask('run.credit', { run: RUN, slices: 1 })
  const deafen = studio.listen({
    engineEvent: (name: EngineEventName, event: Events[EngineEventName]) => {
      if (name === 'run.slice' && 'slice' in event) {
        slices.push(event.slice)
        taken()
      } else if (name === 'run.states' && 'states' in event) states = event.states
      else if (name === 'run.state' && 'frames' in event) {
        frames.push(...event.frames)
        taken()
      } else if (name === 'run.progress' && 'what' in event) terminal.progress(event.what)
    },
    engineLost: () => undefined,
  })
  try {
    const { sites, outputs } = await studio.run({ run: RUN, document, weights, inputs, states: true })
    return { document, inputs, sites, slices, outputs, states, frames }
  } finally {
    deafen()
  }
}
