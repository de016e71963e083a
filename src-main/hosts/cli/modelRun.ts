/** Runs a model made elsewhere to its end, and keeps what it showed. */
import type { ModelRun } from '#main/export/pictures/modelRun'
import { fault } from '#shared/base/fault'
import type { Answer, Ask, OpenedModel } from '#shared/contract/contract'
import type { Picture, Thumbnail } from '#shared/contract/model'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { Studio } from '../studio'
import type { Terminal } from './terminal'

const RUN = 'cli'
/** Seconds after which a run is spoken of, or ended where the file does not tell that it ends. */
const PATIENCE = 3

export async function runModelToEnd(
  studio: Studio,
  { model, mayNotEnd }: OpenedModel,
  ask: Omit<Ask<'model.run'>, 'run' | 'model'>,
  patience = PATIENCE,
  terminal: Terminal,
): Promise<ModelRun & Answer<'model.run'>> {
  const slices: Slice[] = []
  const thumbnails: Thumbnail[] = []
  const infos = new Map<string, SiteInfo>()
  const pictures = new Map<string, Picture>()
  let tooLong: string | undefined
  const timer = setTimeout(() => {
    if (mayNotEnd === undefined) {
      terminal.progress(`Still running after ${patience} seconds; Ctrl+C ends it.`)
      return
    }
    const why = `the Loop “${mayNotEnd}” has no number of steps in the file, and may never end`
    terminal.progress(`Silent for ${patience} seconds: ${why}. It is being ended.`)
    tooLong = `This run was ended after ${patience} seconds: ${why}. --patience gives it longer.`
    void studio.supervisor.cancel(RUN)
  }, patience * 1000)
  const deafen = studio.listen({
    engineEvent: (name, event) => {
      if (name === 'run.slice' && 'slice' in event) {
        slices.push(event.slice)
        void studio.supervisor.ask('run.credit', { run: RUN, slices: 1 })
      } else if (name === 'run.thumbnail' && 'thumbnail' in event) thumbnails.push(event.thumbnail)
      else if (name === 'run.picture' && 'picture' in event) pictures.set(event.field, event.picture)
      else if (name === 'run.sites' && 'sites' in event)
        for (const site of event.sites) infos.set(site.id, site)
    },
    engineLost: () => undefined,
  })
  try {
    const answer = await studio.runModel({ run: RUN, model, ...ask })
    return { ...answer, slices, thumbnails, infos, pictures }
  } catch (error) {
    throw tooLong === undefined ? error : fault('cancelled', tooLong, error)
  } finally {
    clearTimeout(timer)
    deafen()
  }
}
