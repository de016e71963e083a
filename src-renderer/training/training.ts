/** Training the document: starting, pausing, ending, and which weights the document has afterwards. */
import { toFault } from '#shared/base/fault'
import type { TrainingSettings } from '#shared/contract/training'
import type { Page } from '../commands/page'
import { typedExample } from '../commands/run'
import { setWeights } from '../stores/document'
import { inferenceOf } from '../stores/inference'
import { announce, notify, notifyFault } from '../stores/session'
import { dataOf } from './data'
import type { SettingName } from './settingFields'
import { lookAt, selectTraining, snapshotCame, yieldToRuns } from './snapshots'
import { documentKey, followNames, goingOf, isGoing, type Training, updateTraining } from './store'
import { bestOf, grouped, scoreOf } from './words'

/** Trainings that are kept to look back at. */
const MOST = 12

/** Why the document cannot be trained; undefined when it can. */
export function whyNotTrained(page: Page): string | undefined {
  const { document } = page.documents.getState()
  if (Object.keys(document.nodes).length === 0)
    return 'There is nothing to train yet: add an input and a decision, and wire them.'
  const { errors } = inferenceOf(document)
  if (errors > 0)
    return errors === 1
      ? 'One problem stands in the way of training: the list of problems says how to mend it.'
      : `${errors} problems stand in the way of training: the list of problems says how to mend them.`
  if (document.task === undefined && dataOf(page) === undefined)
    return 'There is nothing to learn from yet: choose a task or give files, in the Training tab under Data.'
  return undefined
}

/** Asks what fits the document; what the user set stays. */
export async function loadDefaults(page: Page): Promise<TrainingSettings | undefined> {
  const state = page.documents.getState()
  const key = documentKey(state)
  try {
    const { settings } = await page.link.ask('train.defaults', { document: state.document })
    page.training.store.setState(({ defaults }) => ({ defaults: { ...defaults, [key]: settings } }))
    return { ...settings, ...page.training.store.getState().set[key] }
  } catch (error) {
    notifyFault(page.session, toFault(error))
    return undefined
  }
}

export function setSetting(page: Page, name: SettingName, value: number | string): void {
  const key = documentKey(page.documents.getState())
  page.training.store.setState(({ set }) => ({ set: { ...set, [key]: { ...set[key], [name]: value } } }))
}

export function resetSettings(page: Page): void {
  const key = documentKey(page.documents.getState())
  page.training.store.setState(({ set }) => ({ set: { ...set, [key]: {} } }))
}

export async function startTraining(page: Page): Promise<void> {
  if (page.session.getState().screen !== 'editor' || goingOf(page.training.store.getState())) return
  const reason = whyNotTrained(page)
  if (reason !== undefined) {
    if (inferenceOf(page.documents.getState().document).errors > 0)
      page.session.setState({ dockTab: 'problems' })
    notify(page.session, 'hint', reason)
    return
  }
  const settings = await loadDefaults(page)
  if (settings === undefined || goingOf(page.training.store.getState())) return
  const training = begin(page, settings)
  // What is typed is what one watches the attention form on.
  const document = { ...page.documents.getState().document, example: typedExample(page) }
  const { id, before: weights } = training
  try {
    const { weights: found, ...result } = await page.link.ask('train.start', {
      training: id,
      document,
      weights,
      settings,
      data: dataOf(page)?.data,
    })
    const after = result.best === 0 ? weights : found
    updateTraining(page.training.store, id, () => ({ phase: 'done', result, after }))
    takeOver(page, id)
    // What was said of the data when it was given is not said again.
    const said = dataOf(page)?.found.notes ?? []
    for (const note of result.notes ?? []) if (!said.includes(note)) notify(page.session, 'hint', note)
  } catch (error) {
    const fault = toFault(error)
    updateTraining(page.training.store, id, () => ({ phase: 'failed', fault }))
    notifyFault(page.session, fault)
  }
}

function begin(page: Page, settings: TrainingSettings): Training {
  const state = page.documents.getState()
  const { store } = page.training
  const number = (store.getState().trainings.at(-1)?.number ?? 0) + 1
  const training: Training = {
    id: `training-${Date.now().toString(36)}-${Math.floor(Math.random() * 2 ** 32).toString(36)}`,
    number,
    title: state.document.title,
    document: documentKey(state),
    opening: state.opening,
    settings,
    phase: 'starting',
    before: state.weights,
    compared: false,
  }
  store.setState(({ trainings }) => {
    for (const { id } of trainings.slice(0, -MOST + 1)) page.training.forget(id)
    return { trainings: [...trainings.slice(-MOST + 1), training], side: 'answers' }
  })
  selectTraining(page, training.id)
  page.session.setState({ dockTab: 'training' })
  announce(page.session, `Training ${training.title}`)
  return training
}

/** The document has the best weights from now on; a document that was left meanwhile keeps its own. */
function takeOver(page: Page, id: string): void {
  const training = page.training.store.getState().trainings.find((each) => each.id === id)
  if (training?.result === undefined || training.after === undefined) return
  if (training.after === training.before) {
    notify(page.session, 'hint', 'No step was better than the weights that it began with: they are kept.')
    return
  }
  const best = `best at step ${training.result.best}, ${scoreOf(bestOf(page.training.recording(id), training.result))}`
  if (page.documents.getState().opening !== training.opening) {
    notify(
      page.session,
      'hint',
      `“${training.title}” is trained: ${best}. It is no longer open; its weights can be taken from the list of trainings when it is.`,
    )
    return
  }
  setWeights(page.documents, training.after)
  if (training.result.reason === 'not-a-number')
    notify(
      page.session,
      'fault',
      `The training ended at step ${training.result.step}: the loss is no longer a number, so the learning rate ${training.settings.rate} is too high for this network. Lower it, or clip gradients at a smaller norm. What it had learned is kept: ${best}.`,
    )
  else notify(page.session, 'hint', `Trained: ${best}. Run, Save and Export use these weights now.`)
}

/** Gives the document weights that a training began with or found. */
export function giveWeights(
  page: Page,
  { number }: Training,
  weights: string,
  which: 'before' | 'after',
): void {
  setWeights(page.documents, weights)
  announce(
    page.session,
    which === 'before' ? `Back to the weights before training ${number}` : `Weights of training ${number}`,
  )
}

/** Trains from seeded initial weights; a training that goes on is ended first. */
export async function startOver(page: Page): Promise<void> {
  const { store } = page.training
  stopTraining(page)
  await new Promise<void>((resolve) => {
    const look = () => {
      if (goingOf(store.getState()) !== undefined) return
      stop()
      resolve()
    }
    const stop = store.subscribe(look)
    look()
  })
  if (page.session.getState().screen !== 'editor' || whyNotTrained(page) !== undefined) return
  setWeights(page.documents, '')
  await startTraining(page)
}

/** All parameters have their seeded initial values again. */
export function forgetWeights(page: Page): void {
  setWeights(page.documents, '')
  notify(
    page.session,
    'hint',
    'The network is untrained again: each weight has its initial value from the seed.',
  )
}

export function pauseTraining(page: Page): void {
  const going = goingOf(page.training.store.getState())
  if (going?.phase !== 'going' && going?.phase !== 'paused') return
  const paused = going.phase === 'going'
  tell(page, going, paused ? 'paused' : 'going', page.link.ask('train.pause', { training: going.id, paused }))
  announce(page.session, paused ? 'Training paused' : 'Training goes on')
}

export function stopTraining(page: Page): void {
  const going = goingOf(page.training.store.getState())
  if (going === undefined || going.phase === 'stopping') return
  tell(page, going, 'stopping', page.link.ask('train.stop', { training: going.id }))
}

function tell(page: Page, { id, phase }: Training, next: Training['phase'], asked: Promise<unknown>): void {
  updateTraining(page.training.store, id, () => ({ phase: next }))
  asked.catch((error: unknown) => {
    updateTraining(page.training.store, id, (now) => (isGoing(now) ? { phase } : {}))
    notifyFault(page.session, toFault(error))
  })
}

/** Another document is shown: its own last training is looked at, if it has one. */
function followDocuments(page: Page): () => void {
  return page.documents.subscribe((state, before) => {
    if (state.opening === before.opening) return
    const { trainings } = page.training.store.getState()
    const key = documentKey(state)
    lookAt(page, trainings.findLast(({ document }) => document === key)?.id)
  })
}

/** Takes up what trainings tell; gives the function that stops listening. */
export function listenToTrainings(page: Page): () => void {
  const { store } = page.training
  const goesOn = (id: string) => {
    const going = goingOf(store.getState())
    return going?.id === id ? going : undefined
  }
  const stops = [
    page.link.on('train.progress', ({ training, losses, ...told }) => {
      const going = goesOn(training)
      if (going === undefined) return
      page.training.recording(training).addLosses(losses)
      const begun = told.step - losses.length
      if (going.phase === 'starting' && going.progress === undefined && begun > 0)
        notify(
          page.session,
          'hint',
          `This training was cut off before: it goes on from step ${grouped(begun)}.`,
        )
      const { step, loss, examplesPerSecond, secondsLeft, paused, restart, linear } = told
      const phase = going.phase === 'stopping' ? going.phase : paused ? 'paused' : 'going'
      updateTraining(store, training, () => ({
        phase,
        progress: { step, loss, examplesPerSecond, secondsLeft, restart, linear },
      }))
    }),
    page.link.on('train.snapshot', ({ training, ...snapshot }) => {
      const going = goesOn(training)
      if (going === undefined) return
      page.training.recording(training).addSnapshot(snapshot)
      if (going.phase === 'starting') updateTraining(store, training, () => ({ phase: 'going' }))
      snapshotCame(page, training)
    }),
    yieldToRuns(page),
    followNames(page.documents, store),
    followDocuments(page),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}
