/** What the engine does for each request. It knows no Electron and no HTTP; everything it holds can be told to it again. */
import { fault } from '#shared/base/fault'
import { infer } from '#shared/document/infer'
import { compileModel } from '../compile/compile'
import { measure } from '../compile/measure'
import { type Weights, weightsOf } from '../compile/weights'
import { activations } from './activations'
import { Attributions, attribute } from './attribution'
import { exportFiles, recordRun } from './export'
import { Models } from './models'
import { Plans } from './plans'
import type { EngineAnswer, EngineAsk, EngineRequestName } from './protocol'
import { type Emit, RunControl, runDocument } from './run'
import { adopt } from './train/adopt'
import { defaultSettings } from './train/defaults'
import { evaluate } from './train/evaluate'
import { fingerprint } from './train/fingerprint'
import { lessonsOf } from './train/targets'
import { TrainingControl, train } from './train/train'

type Handlers = {
  [N in EngineRequestName]: (ask: EngineAsk<N>) => EngineAnswer<N> | Promise<EngineAnswer<N>>
}

export interface Engine {
  handle<N extends EngineRequestName>(name: N, ask: EngineAsk<N>): Promise<EngineAnswer<N>>
}

/** @param partWorker the built entry of `train/partWorker.ts`; without it trainings have one thread */
export function createEngine(emit: Emit, partWorker?: URL): Engine {
  const weights = new Map<string, Weights>()
  const controls = new Map<string, RunControl>()
  const trainings = new Map<string, TrainingControl>()
  const plans = new Plans()
  // Plans of their own: what is looked at by the way takes no room from runs.
  const looks = new Plans(2)
  const attributions = new Attributions()
  const models = new Models()

  const held = (key: string): Weights => {
    const found = weights.get(key)
    if (!found) throw fault('not-found', `The engine holds no weights “${key}”.`)
    return found
  }
  const controlled = async <T>(
    run: string | undefined,
    work: (control: RunControl) => Promise<T>,
  ): Promise<T> => {
    const control = new RunControl()
    if (run === undefined) return work(control)
    controls.set(run, control)
    try {
      return await work(control)
    } finally {
      controls.delete(run)
    }
  }

  const handlers: Handlers = {
    'weights.put': ({ key, weights: given }) => {
      weights.set(key, given)
      return {}
    },
    'weights.drop': ({ key }) => {
      weights.delete(key)
      return {}
    },
    'weights.all': ({ document, weights: key }) => ({
      weights: weightsOf(compileModel(document), document.seed, held(key)),
    }),
    'document.measure': ({ document }) => measure(document),
    'document.check': ({ document }) => ({ problems: infer(document).problems }),
    'document.export': ({ document, weights: key, to }) => ({ files: exportFiles(document, held(key), to) }),
    'document.record': ({ document, weights: key, inputs, forceWords }) =>
      recordRun(document, held(key), inputs, forceWords),
    'run.start': (ask) =>
      controlled(ask.run, (control) => runDocument(plans, held(ask.weights), ask, control, emit)),
    'run.attribution': (ask) => attribute(plans, attributions, held(ask.weights), ask),
    'run.activations': (ask) =>
      controlled(ask.run, (control) => activations(looks, held(ask.weights), ask, control)),
    'run.cancel': ({ run }) => {
      controls.get(run)?.cancel()
      return {}
    },
    'run.credit': ({ run, slices }) => {
      controls.get(run)?.credit(slices)
      return {}
    },
    'document.adopt': async ({ document, dataPath }) => {
      const adopted = await adopt(document, dataPath)
      if (dataPath === undefined && !document.task) return adopted
      // Says at once where the document cannot learn from it.
      const { source, notes } = await lessonsOf(adopted.document, dataPath)
      return { ...adopted, ...(source.counts && { found: { ...source.counts, notes } }) }
    },
    'train.defaults': ({ document }) => ({ settings: defaultSettings(document) }),
    'train.start': async (ask) => {
      const control = new TrainingControl()
      if (trainings.has(ask.training)) throw fault('bad-input', 'A training of this name is still going on.')
      trainings.set(ask.training, control)
      try {
        const { document, settings, folder, training, dataPath } = ask
        const threads = partWorker && { count: ask.threads ?? 1, program: partWorker }
        const { source, notes } = await lessonsOf(document, dataPath)
        const given = held(ask.weights)
        const weightsKey =
          dataPath === undefined ? ask.weights : `${ask.weights} ${await fingerprint(dataPath)}`
        const result = await train(
          { training, document, settings, source, weights: given, weightsKey, folder, threads },
          control,
          emit,
        )
        const all = [...notes, ...(result.notes ?? [])]
        return { ...result, ...(all.length > 0 && { notes: all }) }
      } finally {
        trainings.delete(ask.training)
      }
    },
    'train.pause': ({ training, paused }) => {
      trainings.get(training)?.pause(paused)
      return {}
    },
    'train.stop': ({ training }) => {
      trainings.get(training)?.stop()
      return {}
    },
    'document.evaluate': ({ document, weights: key, examples, dataPath }) =>
      evaluate(document, held(key), examples, dataPath),
    'model.open': (ask) => models.open(ask, emit),
    'model.scope': (ask) => models.hierarchy(ask.model).scope(ask.scope),
    'model.find': (ask) => models.hierarchy(ask.model).find(ask.text, ask.limit),
    'model.node': (ask) => models.hierarchy(ask.model).node(ask.node),
    'model.canvas': (ask) => models.canvas(ask),
    'model.form': (ask) => models.form(ask),
    'model.giveFile': (ask) => models.giveFile(ask),
    'model.pair': (ask) => models.pair(ask),
    'model.tensor': (ask) => models.tensor(ask),
    'model.tensorFile': (ask) => models.tensorFile(ask),
    'model.run': (ask) => controlled(ask.run, (control) => models.run(ask, control, emit)),
  }
  return {
    handle: async (name, ask) => (handlers[name] as (ask: unknown) => Promise<never>)(ask),
  }
}
