/** How a host answers a page that opens files and walks through models. */
import type { Answer, Ask } from '#shared/contract/contract'
import type { OpeningRequests } from '#shared/contract/opening'
import type { Desk } from './desk'
import type { Studio } from './studio'

type Handlers = {
  readonly [N in keyof OpeningRequests]: (ask: Ask<N>) => Promise<Answer<N>>
}

/** Work under the name of a run, where it has one: it can then be stopped. */
export type MaybeRunning = <T>(
  run: string | undefined,
  work: (run: string | undefined) => Promise<T>,
) => Promise<T>

/** @param keys names of the page that asks */
export function openingAnswers(
  studio: Studio,
  desk: Desk,
  keys: ReadonlySet<string>,
  maybeRunning: MaybeRunning,
): Handlers {
  const { models, recent, uploads } = studio.opening
  return {
    'model.openPath': ({ path, run }) => maybeRunning(run, (named) => models.openPath(path, named)),
    'document.openPath': ({ path }) => studio.openPath(path, keys),
    'file.choose': () => desk.chooseFile(),
    'upload.begin': async ({ files }) => ({ upload: await uploads.begin(files) }),
    'upload.piece': async ({ upload, file, bytes }) => ({ stored: await uploads.piece(upload, file, bytes) }),
    'upload.open': ({ upload, run }) => maybeRunning(run, (named) => models.openUpload(upload, named)),
    'upload.drop': async ({ upload }) => {
      await uploads.drop(upload)
      return {}
    },
    'model.scope': (ask) => models.ask('model.scope', ask),
    'model.find': (ask) => models.ask('model.find', ask),
    'model.node': (ask) => models.ask('model.node', ask),
    'recent.list': () => recent.list(),
    'recent.forget': async ({ path }) => {
      await recent.forget(path)
      return {}
    },
  }
}
