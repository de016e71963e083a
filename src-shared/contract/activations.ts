/** What the nodes of the canvas gave in a run, as small pictures of numbers. Plain data. */

/** A picture has at most so many cells: larger values are made smaller. */
export const MOST_ROWS = 48
export const MOST_COLUMNS = 64
/** Words that are told of an output of indices. */
export const MOST_WORDS = 64

export interface ActivationAxis {
  /** "words", "patches"; absent for plain features. */
  readonly name?: string | undefined
  readonly size: number
}

/**
 * What an output gave. Its last axis are the columns, all others together the rows, outermost first; a vector is one row. Where a cell stands
 * for several numbers it is the one that is furthest from 0: no number is made up.
 */
export interface Activation {
  readonly node: string
  readonly port: string
  /** It faces the inside of a loop. */
  readonly inside?: boolean | undefined
  /** The whole shape, steps of the loops around it first. */
  readonly axes: readonly ActivationAxis[]
  readonly rows: number
  readonly columns: number
  /** rows × columns, row-major. */
  readonly cells: Float32Array
  /** 1 for each cell that is there; absent where all are. A place that is only padding, or that a step had not reached, is not. */
  readonly there?: Uint8Array | undefined
  /** How many rows and columns one cell stands for; the last ones may stand for fewer. */
  readonly covers: readonly [rows: number, columns: number]
  readonly rowLabels: readonly string[]
  readonly columnLabels: readonly string[]
  /** Numbers that are there, and how many of them are no finite ones; what follows is of those that are. */
  readonly count: number
  readonly notFinite: number
  readonly least: number
  readonly greatest: number
  readonly mean: number
  readonly deviation: number
  /** Of indices: what they name, as far as {@link MOST_WORDS}. */
  readonly words?: readonly string[] | undefined
}

/** An output of which nothing can be told. */
export interface Untold {
  readonly node: string
  readonly port: string
  readonly reason: string
}

export interface Activations {
  readonly told: readonly Activation[]
  readonly untold: readonly Untold[]
  readonly milliseconds: number
}
