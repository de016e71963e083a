/** A picture of a network that Heed built: its canvas, or what a run of it showed. */
import type { EngineEventName } from '#main/engine/protocol'
import { attentionOf } from '#main/export/pictures/attention'
import { canvasFile, type DocumentRun, shownRun, statesOf } from '#main/export/pictures/documentRun'
import { fault } from '#shared/base/fault'
import type { Events, OpenedDocument } from '#shared/contract/contract'
import type { Slice } from '#shared/contract/slice'
import type { StateFrame, StateInfo } from '#shared/contract/states'
import { attributionFile } from '#shared/pictures/attributionFile'
import type { Played } from '#shared/pictures/played'
import type { Studio } from '../studio'
import type { PictureCommand } from './exportCommand'
import type { Terminal } from './terminal'

const RUN = 'cli'

export async function documentPicture(
  studio: Studio,
  opened: OpenedDocument,
  command: PictureCommand,
  terminal: Terminal,
): Promise<Played> {
  const { to, theme, site, head } = command
  expectNoModelInputs(command)
  const view = command.view ?? (to === 'gif' ? undefined : 'canvas')
  switch (view) {
    case 'canvas':
      if (to === 'gif')
        throw fault(
          'bad-input',
          'The canvas does not move: give --view lines, grid, picture, memory or states for a GIF.',
        )
      return still(canvasFile(opened.document, theme))
    case 'inputs':
      return still(attributionFile(await attributionOf(studio, opened, command), theme))
    case 'heads':
    case 'graph':
    case 'tensor':
      throw fault(
        'bad-input',
        `“${view}” is drawn of .onnx models. Write this network as one with --to onnx, and draw that.`,
      )
  }
  const run = await runOf(studio, opened, command, terminal)
  // What plays, where nobody chose: its attention, or where it has none its memory.
  const states = view === 'states' || (view === undefined && run.sites.length === 0)
  return states ? statesOf(run, theme, site) : attentionOf(shownRun(run), { view, site, head, theme })
}

function still(svg: string): Played {
  return { steps: 1, svg: () => svg }
}

function expectNoModelInputs(command: PictureCommand): void {
  const odd = (['text', 'image', 'feeds', 'tokenizer', 'level', 'tensor'] as const).find(
    (option) => command[option] !== undefined,
  )
  if (odd !== undefined)
    throw fault(
      'bad-input',
      `--${odd} is for .onnx models; a network that Heed built takes --input FIELD="TEXT".`,
    )
}

function attributionOf(
  studio: Studio,
  { document, weights }: OpenedDocument,
  { inputs, row }: PictureCommand,
) {
  return studio.attribution({ document, weights, inputs, ...(row !== undefined && { row }) })
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
