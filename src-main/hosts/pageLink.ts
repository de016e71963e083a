/**
 * One page's end of the conversation at the host: hears its asks, answers them, and tells it of the engine. A page hears only of its own
 * runs, and when it goes away they end.
 */
import { randomUUID } from 'node:crypto'
import { decodeTensors } from '#main/files/npz'
import { taskList } from '#main/tasks/list'
import { fault } from '#shared/base/fault'
import type { Answer, Ask, EventName, Events, Message, RequestName } from '#shared/contract/contract'
import { checkedAsk, isRequestName } from './asks'
import type { Desk } from './desk'
import { enveloped } from './envelope'
import { listTemplates } from './library'
import { openingAnswers } from './openingAnswers'
import { withPlacedData } from './placedData'
import type { Studio } from './studio'

export interface PageLink {
  /** A message of the page; what is no message is answered or dropped, never thrown. */
  receive(message: unknown): void
  tell<N extends EventName>(name: N, event: Events[N]): void
  close(): void
}

type Handlers = { readonly [N in RequestName]: (ask: Ask<N>) => Promise<Answer<N>> }

export function connectPage(studio: Studio, desk: Desk, send: (message: Message) => void): PageLink {
  const page = randomUUID()
  /** What goes on, by the engine's name for it: the page's own name, and how to end it. */
  const runs = new Map<string, { readonly run: string; readonly ending: AbortController }>()
  /** Trainings of this page, by the engine's name for them. */
  const trainings = new Map<string, string>()
  /** The page's names for its unsaved work. */
  const keys = new Set<string>()
  const engineRun = (run: string) => `${page} ${run}`

  async function whileRunning<T>(
    run: string,
    work: (run: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const name = engineRun(run)
    if (runs.has(name)) throw fault('bad-input', 'A run of this name is still going on.')
    const ending = new AbortController()
    runs.set(name, { run, ending })
    try {
      return await work(name, ending.signal)
    } finally {
      runs.delete(name)
    }
  }

  /** What is named like a run can be stopped like one. */
  function maybeRunning<A extends { readonly run?: string | undefined }, T>(
    ask: A,
    work: (ask: A, signal?: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return ask.run === undefined
      ? work(ask)
      : whileRunning(ask.run, (run, signal) => work({ ...ask, run }, signal))
  }

  async function endRun(name: string): Promise<void> {
    runs.get(name)?.ending.abort(fault('cancelled', 'The run was stopped.'))
    await studio.supervisor.cancel(name)
  }

  const handlers: Handlers = {
    'templates.list': () => listTemplates(studio.templates),
    'document.template': ({ id }) => studio.openTemplate(id),
    'document.decode': async ({ bytes, name }) => studio.decode(bytes, name),
    'document.encode': async (ask) => ({ bytes: await studio.encode(ask) }),
    'document.open': async () => {
      const chosen = await desk.chooseFile()
      return chosen === null ? null : studio.openPath(chosen.path, keys)
    },
    'document.save': async ({ document, weights, path, name }) => {
      const target = path !== undefined && studio.mayWrite(path) ? path : await desk.chooseTarget(name)
      return target === null ? null : studio.save({ document, weights }, target)
    },
    'document.hold': async ({ key, path }) => {
      keys.add(key)
      await studio.recoveries.hold(key, path)
      return {}
    },
    'recovery.keep': async (ask) => {
      keys.add(ask.key)
      await studio.recoveries.keep(ask)
      return {}
    },
    'recovery.drop': async ({ key }) => {
      await studio.recoveries.drop(key)
      return {}
    },
    'recovery.list': () => studio.recoveries.list(),
    'recovery.take': ({ key }) => studio.recoveries.take(key),
    'document.measure': (ask) => studio.measure(ask),
    'document.check': (ask) => studio.check(ask),
    'weights.carry': (ask) => studio.carryWeights(ask),
    'document.export': (ask) => studio.exportModel(ask),
    'tasks.list': async () => taskList(),
    'train.defaults': (ask) => studio.trainingDefaults(ask),
    'train.start': async (ask) => {
      const name = engineRun(ask.training)
      trainings.set(name, ask.training)
      try {
        return await withPlacedData(ask, (placed) => studio.trainings.start({ ...placed, training: name }))
      } finally {
        trainings.delete(name)
      }
    },
    'train.pause': async ({ training, paused }) => {
      await studio.trainings.pause({ training: engineRun(training), paused })
      return {}
    },
    'train.stop': async ({ training }) => {
      await studio.trainings.stop({ training: engineRun(training) })
      return {}
    },
    'document.adopt': (ask) => withPlacedData(ask, (placed) => studio.adopt(placed)),
    'document.evaluate': (ask) => withPlacedData(ask, (placed) => studio.evaluate(placed)),
    'run.start': (ask) => whileRunning(ask.run, (run, signal) => studio.run({ ...ask, run }, signal)),
    'run.attribution': (ask) => studio.attribution(ask),
    'run.activations': (ask) => maybeRunning(ask, (named, signal) => studio.activations(named, signal)),
    'run.cancel': async ({ run }) => {
      await endRun(engineRun(run))
      return {}
    },
    'run.credit': async ({ run, slices }) => {
      const name = engineRun(run)
      if (runs.has(name)) await studio.supervisor.ask('run.credit', { run: name, slices })
      return {}
    },
    ...openingAnswers(studio, desk, keys, (run, work) =>
      run === undefined ? work(undefined) : whileRunning(run, (name) => work(name)),
    ),
    'model.open': ({ bytes, name }) => studio.holdings.openModel(name, { bytes }),
    'model.canvas': ({ model }) => studio.openCanvas(model),
    'model.form': (ask) => studio.modelForm(ask),
    'model.giveFile': (ask) => studio.giveFile(ask),
    'model.pair': (ask) => studio.pair(ask),
    'model.tensor': (ask) => maybeRunning(ask, (named, signal) => studio.tensor(named, signal)),
    'model.tensorFile': (ask) => maybeRunning(ask, (named, signal) => studio.tensorFile(named, signal)),
    'model.run': (ask) => whileRunning(ask.run, (run, signal) => studio.runModel({ ...ask, run }, signal)),
    'tensors.decode': async ({ bytes, name }) => ({ tensors: decodeTensors(bytes, name) }),
  }

  function tell<N extends EventName>(name: N, event: Events[N]): void {
    send({ type: 'event', name, event })
  }

  const deafen = studio.listen({
    engineEvent: (name, event) => {
      if ('training' in event) {
        const training = trainings.get(event.training)
        if (training !== undefined) tell(name, { ...event, training })
        return
      }
      const known = runs.get(event.run)
      if (known) tell(name, { ...event, run: known.run })
    },
    engineLost: (lost) => tell('engine.restarted', { fault: lost }),
  })

  function answer<N extends RequestName>(name: N, ask: unknown): Promise<Answer<N>> {
    return handlers[name](checkedAsk(name, ask))
  }

  send({ type: 'hello', host: desk.info })
  studio.warm()
  return {
    receive: (message) => {
      const asked = askIn(message)
      if (!asked) return
      const { id, name, ask } = asked
      void enveloped(async () => {
        if (!isRequestName(name))
          throw fault('unsupported', `Heed does not know how to answer “${String(name)}”.`)
        return answer(name, ask)
      }).then((envelope) => send({ type: 'answer', id, envelope }))
    },
    tell,
    close: () => {
      deafen()
      for (const name of runs.keys()) void endRun(name)
      for (const key of keys) studio.recoveries.leave(key)
      if (trainings.size > 0) studio.trainings.close()
    },
  }
}

function askIn(message: unknown): { id: number; name: unknown; ask: unknown } | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  const { type, id, name, ask } = message as Record<string, unknown>
  return type === 'ask' && typeof id === 'number' ? { id, name, ask } : undefined
}
