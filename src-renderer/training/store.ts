/** The trainings of this session and how they are looked at. Curves and snapshots lie outside, in recordings. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Fault } from '#shared/base/fault'
import type {
  DataFound,
  Evaluation,
  TaskInfo,
  TrainingData,
  TrainingResult,
  TrainingSettings,
} from '#shared/contract/training'
import { createRecording, type Recording } from '#shared/pictures/training/recording'
import type { DocumentState, DocumentStore } from '../stores/document'

export type Phase = 'starting' | 'going' | 'paused' | 'stopping' | 'done' | 'failed'

export interface Training {
  readonly id: string
  /** Its rank in the session, from 1. */
  readonly number: number
  /** Title of the document. */
  readonly title: string
  /** Which document it was, by {@link documentKey}. */
  readonly document: string
  readonly opening: number
  readonly settings: TrainingSettings
  readonly phase: Phase
  readonly progress?: Progress | undefined
  readonly result?: TrainingResult | undefined
  readonly fault?: Fault | undefined
  /** Names of the weights that it began with and found. */
  readonly before: string
  readonly after?: string | undefined
  /** Whether its curves lie under those of the one that is looked at. */
  readonly compared: boolean
}

export interface Progress {
  readonly step: number
  readonly loss: number
  readonly examplesPerSecond: number
  readonly secondsLeft: number
  /** From 1. */
  readonly restart: number
  /** The softmaxes of reading are still left out. */
  readonly linear: boolean
}

/** How good weights were on many unseen examples. */
export interface Test {
  /** Its rank in the session, from 1. */
  readonly number: number
  readonly title: string
  /** The training that found the weights, when it was one of this session. */
  readonly training?: number | undefined
  readonly weights: string
  readonly evaluation: Evaluation
}

export type Side = 'answers' | 'data' | 'settings' | 'trainings' | 'tests'

export interface TrainingState {
  /** Oldest first. */
  readonly trainings: readonly Training[]
  /** The one that is looked at. */
  readonly selected?: string | undefined
  /** The step whose snapshot stands in the run store; absent when a run does. */
  readonly shown?: number | undefined
  /** How many snapshots the one that is looked at has. */
  readonly snapshots: number
  /** Whether the newest snapshot is shown as it comes. */
  readonly following: boolean
  readonly watching: boolean
  readonly speed: number
  readonly side: Side
  /** Oldest first. */
  readonly tests: readonly Test[]
  readonly testing: boolean
  /** What the user set, by document; all else is the default. */
  readonly set: Readonly<Record<string, Partial<TrainingSettings>>>
  readonly defaults: Readonly<Record<string, TrainingSettings>>
  /** Files that documents of this session learn from, in place of their tasks. */
  readonly data: Readonly<Record<string, GivenData>>
  /** The generators to choose from; absent until they were asked for. */
  readonly tasks?: readonly TaskInfo[] | undefined
}

export interface GivenData {
  readonly data: TrainingData
  readonly found: DataFound
}

export interface Trainings {
  readonly store: StoreApi<TrainingState>
  /** What a training told; an empty recording for one that is not known. */
  recording(id: string | undefined): Recording
  forget(id: string): void
}

export function createTrainings(): Trainings {
  const recordings = new Map<string, Recording>()
  const nothing = createRecording()
  return {
    store: createStore<TrainingState>(() => ({
      trainings: [],
      snapshots: 0,
      following: true,
      watching: false,
      speed: 1,
      side: 'settings',
      tests: [],
      testing: false,
      set: {},
      defaults: {},
      data: {},
    })),
    recording(id) {
      if (id === undefined) return nothing
      const known = recordings.get(id) ?? createRecording()
      recordings.set(id, known)
      return known
    },
    forget: (id) => void recordings.delete(id),
  }
}

export const trainings = createTrainings()

/** Names a document within the session: its file, or the canvas it was begun on. */
export function documentKey({ path, name, opening }: DocumentState): string {
  return path ?? (name === 'untitled.heed' ? `${name} ${opening}` : name)
}

/** Steps are counted through all restarts. */
export function stepsOf({ steps, restarts }: TrainingSettings): number {
  return steps * restarts
}

export function isGoing({ phase }: Training): boolean {
  return phase !== 'done' && phase !== 'failed'
}

/** The training that goes on; there is one at the most. */
export function goingOf({ trainings }: TrainingState): Training | undefined {
  const last = trainings.at(-1)
  return last !== undefined && isGoing(last) ? last : undefined
}

export function selectedOf({ trainings, selected }: TrainingState): Training | undefined {
  return trainings.find(({ id }) => id === selected)
}

export function updateTraining(
  store: StoreApi<TrainingState>,
  id: string,
  change: (training: Training) => Partial<Training>,
): void {
  store.setState(({ trainings }) => ({
    trainings: trainings.map((each) => (each.id === id ? { ...each, ...change(each) } : each)),
  }))
}

/** A document that is saved elsewhere keeps its settings and trainings; gives the function that stops looking. */
export function followNames(documents: DocumentStore, store: StoreApi<TrainingState>): () => void {
  return documents.subscribe((state, before) => {
    const [from, to] = [documentKey(before), documentKey(state)]
    if (state.opening !== before.opening || from === to) return
    store.setState(({ trainings, set, defaults, data }) => ({
      trainings: trainings.map((each) => (each.document === from ? { ...each, document: to } : each)),
      set: renamed(set, from, to),
      defaults: renamed(defaults, from, to),
      data: renamed(data, from, to),
    }))
  })
}

function renamed<T>(record: Readonly<Record<string, T>>, from: string, to: string): Record<string, T> {
  const { [from]: moved, ...rest } = record
  return moved === undefined ? rest : { ...rest, [to]: moved }
}
