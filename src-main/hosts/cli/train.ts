/** `train`: lets a network learn, shows how it goes, and writes it down. */
import { access, constants, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { fault, toFault } from '#shared/base/fault'
import type { Ask, OpenedDocument } from '#shared/contract/contract'
import type { TrainingEvents, TrainingResult, TrainingSettings } from '#shared/contract/training'
import type { HeedDocument } from '#shared/document/document'
import type { Studio } from '../studio'
import type { TrainCommand } from './command'
import { openFile } from './documentFile'
import { lookText, percent } from './evaluate'
import type { Terminal } from './terminal'

const TRAINING = 'cli'

type Losses = readonly (readonly [number, number])[]

export async function train(studio: Studio, command: TrainCommand, terminal: Terminal): Promise<void> {
  const { out, json } = command
  if (out !== undefined) await expectWritable(out)
  const opened = await openFile(studio, command.file)
  const document = await learning(studio, opened.document, command, terminal)
  const weights = firstWeights(opened, command, terminal)
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
  terminal: Terminal,
): Promise<HeedDocument> {
  const changed = {
    ...document,
    ...(task !== undefined && { task: { id: task, params: {} } }),
    ...(fresh && seed !== undefined && { seed }),
  }
  if (task === undefined && data === undefined) return changed
  const adopted = await studio.adopt({ document: changed, dataPath: data && resolve(data) })
  for (const note of adopted.notes) terminal.progress(note)
  return adopted.document
}

function firstWeights(
  { weights, name }: OpenedDocument,
  { fresh }: TrainCommand,
  terminal: Terminal,
): string {
  if (fresh || weights === '') return ''
  terminal.progress(`Beginning with the weights in ${name}; --fresh begins with new ones.`)
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
  // By step: a training whose engine was lost tells some steps twice.
  const losses = new Map<number, number>()
  let validation = ''
  let left = ''
  const deafen = studio.listen({
    engineEvent: (name, event) => {
      if (name === 'train.progress' && 'secondsLeft' in event) {
        for (const [step, loss] of event.losses) losses.set(step, loss)
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
        if (!terminal.live) terminal.progress(snapshotText(event, losses.get(event.step), left))
      }
    },
    engineLost: () => undefined,
  })
  return {
    losses: (): Losses => [...losses].sort(([a], [b]) => a - b),
    end: deafen,
  }
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
async function expectWritable(out: string): Promise<void> {
  const folder = dirname(resolve(out))
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory())
    throw fault('not-found', `--out ${out}: there is no folder ${basename(folder)} to write to.`)
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw fault('no-permission', `--out ${out}: the folder ${basename(folder)} may not be written to.`, error)
  })
}
