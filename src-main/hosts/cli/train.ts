/** `train`: lets a network learn, shows how it goes, and writes it down. */
import { access, constants, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fault, toFault } from '#shared/base/fault'
import type { Answer, Ask, OpenedDocument } from '#shared/contract/contract'
import type { TrainingEvents, TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import { createRecording, type Recording } from '#shared/pictures/training/recording'
import type { Studio } from '../studio'
import type { TrainCommand } from './command'
import { openFile } from './documentFile'
import { lookText, percent } from './evaluate'
import type { Terminal } from './terminal'
import { expectShown, writePictures } from './trainingPictures'

const TRAINING = 'cli'

type Losses = readonly (readonly [number, number])[]

export async function train(studio: Studio, command: TrainCommand, terminal: Terminal): Promise<void> {
  const { out, json } = command
  for (const option of ['out', 'gif', 'curves'] as const) await expectWritable(option, command[option])
  const opened = await openFile(studio, command.file)
  const { document, notes } = await learning(studio, opened.document, command)
  for (const note of notes) terminal.progress(note)
  expectShown(document, command)
  const weights = firstWeights(opened, command, notes.length > 0, terminal)
  const settings = settingsFrom((await studio.trainingDefaults({ document })).settings, command)

  const watch = watchTraining(studio, terminal)
  const release = terminal.onInterrupt(() => {
    terminal.progress('Stopping. Press Ctrl+C again to end at once, without the weights.')
    void studio.trainings.stop({ training: TRAINING })
  })
  try {
    const ask = {
      training: TRAINING,
      document,
      weights,
      settings,
      dataPath: command.data && resolve(command.data),
      threads: command.threads,
    }
    const { weights: best, notes, ...result } = await studio.trainings.start(ask)
    for (const note of notes ?? []) terminal.progress(note)
    if (out === undefined)
      terminal.progress('The trained weights are thrown away: give --out FILE.heed to keep them.')
    else {
      await keep(studio, { document, weights: best }, out)
      terminal.progress(`Wrote ${out} with the weights of step ${result.best}.`)
    }
    terminal.result(json ? JSON.stringify(trainJson(result, watch.losses())) : trainText(result))
    await writePictures(document, watch.recording, result.step, command, terminal)
  } finally {
    release()
    watch.end()
  }
}

/** The document with what it learns from: it is saved so, that others know. */
async function learning(
  studio: Studio,
  document: HeedDocument,
  { task, data, fresh, seed }: TrainCommand,
): Promise<Pick<Answer<'document.adopt'>, 'document' | 'notes'>> {
  const changed = {
    ...document,
    ...(task !== undefined && { task: { id: task, params: {} } }),
    ...(fresh && seed !== undefined && { seed }),
  }
  if (task === undefined && data === undefined) return { document: changed, notes: [] }
  return studio.adopt({ document: changed, dataPath: data && resolve(data) })
}

function firstWeights(
  { weights, name }: OpenedDocument,
  { fresh }: TrainCommand,
  otherWords: boolean,
  terminal: Terminal,
): string {
  if (fresh || weights === '') return ''
  const but = otherWords ? ', but with new ones where their number depends on the vocabulary' : ''
  terminal.progress(`Beginning with the weights in ${name}${but}; --fresh begins with new ones.`)
  return weights
}

function settingsFrom(
  defaults: TrainingSettings,
  {
    steps = defaults.steps,
    seed = defaults.seed,
    rate = defaults.rate,
    batch = defaults.batch,
    restarts = defaults.restarts,
    start = defaults.start,
    empties = defaults.empties,
  }: TrainCommand,
): TrainingSettings {
  return {
    ...defaults,
    steps,
    seed,
    rate,
    batch,
    restarts,
    start,
    empties,
    every: Math.min(defaults.every, steps),
  }
}

/** Says how it goes, and keeps the losses. */
function watchTraining(studio: Studio, terminal: Terminal) {
  const recording = createRecording()
  let validation = ''
  let left = ''
  const deafen = studio.listen({
    engineEvent: (name, event) => {
      if (name === 'train.progress' && 'secondsLeft' in event) {
        recording.addLosses(event.losses)
        left = duration(event.secondsLeft)
        terminal.update(
          [
            `step ${event.step} of ${event.steps}`,
            `loss ${event.loss.toPrecision(3)}`,
            validation,
            `${left} left`,
          ]
            .filter((part) => part !== '')
            .join(' · '),
        )
      } else if (name === 'train.snapshot' && 'samples' in event) {
        validation = goodness(event.validation)
        recording.addSnapshot(event)
        if (!terminal.live) terminal.progress(snapshotText(event, lossAt(recording, event.step), left))
      }
    },
    engineLost: () => undefined,
  })
  return {
    recording,
    losses: (): Losses =>
      recording.losses.steps.map((step, i) => [step, recording.losses.values[i]!] as const),
    end: deafen,
  }
}

function lossAt({ losses }: Recording, step: number): number | undefined {
  return losses.values[losses.steps.lastIndexOf(step)]
}

function snapshotText(
  { step, validation }: TrainingEvents['train.snapshot'],
  loss: number | undefined,
  left: string,
): string {
  return [
    `step ${step}`,
    loss === undefined ? '' : `loss ${loss.toPrecision(3)}`,
    `validation loss ${validation.loss.toPrecision(3)}`,
    goodness(validation),
    left === '' ? '' : `${left} left`,
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

function goodness({ accuracy, error }: TrainingResult['validation']): string {
  if (accuracy !== undefined) return `${percent(accuracy)} right`
  return error === undefined ? '' : `error ${error.toPrecision(3)}`
}

/** The form that the command line promises. */
export function trainJson(
  { step, best, reason, seconds, validation, looks, restarts }: TrainingResult,
  losses: Losses,
) {
  const maybe = { ...(looks && { looks }), ...(restarts && { restarts }) }
  return { steps: step, best, reason, seconds, validation, ...maybe, losses }
}

const REASONS: Readonly<Record<TrainingResult['reason'], string>> = {
  steps: 'all steps are done',
  stopped: 'it was stopped',
  'no-progress': 'it no longer got better',
  'not-a-number': 'the loss was no longer a number. Give a lower --rate',
}

function trainText({ step, best, reason, seconds, validation, looks, restarts }: TrainingResult): string {
  const good = goodness(validation)
  return [
    `${step} steps in ${duration(seconds)}: ${REASONS[reason]}.`,
    `Validation: ${[good, `loss ${validation.loss.toPrecision(3)}`].filter((part) => part !== '').join(', ')}.`,
    ...Object.entries(looks ?? {}).map(([name, share]) => lookText(name, share)),
    ...(restarts
      ? [
          `Kept restart ${restarts.kept} of ${restarts.errors.length}; training errors: ${restarts.errors.map((error) => error.toPrecision(3)).join(', ')}.`,
        ]
      : []),
    `Weights kept: step ${best}.`,
  ].join('\n')
}

export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** What was learned is not lost to a disk that has become full meanwhile: it is then written to the temporary folder, and the fault says so. */
async function keep(studio: Studio, file: Ask<'document.encode'>, out: string): Promise<void> {
  try {
    await studio.save(file, resolve(out))
  } catch (error) {
    const { code, message } = toFault(error)
    const spare = join(tmpdir(), `heed-${Date.now()}-${basename(out)}`)
    await studio.save(file, spare).catch(() => {
      throw error
    })
    throw fault(code, `${message} The trained network was written to ${spare} in its place.`, error)
  }
}

/** What took minutes to learn is not lost to a folder that is not there. */
async function expectWritable(option: string, out: string | undefined): Promise<void> {
  if (out === undefined) return
  const folder = dirname(resolve(out))
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory())
    throw fault('not-found', `--${option} ${out}: there is no folder ${basename(folder)} to write to.`)
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw fault(
      'no-permission',
      `--${option} ${out}: the folder ${basename(folder)} may not be written to.`,
      error,
    )
  })
}
