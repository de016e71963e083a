/** What a network holds while it runs, and what its inputs did for an answer. Plain data. */

/** A value of the network that a run shows step by step: hidden states of a recurrent layer, or the contents of a memory. */
export interface StateInfo {
  /** `node.port`. */
  readonly id: string
  readonly node: string
  readonly title: string
  /** Rows are steps and one frame adds some (`states`), or each frame holds all rows, the slots, at one step (`memory`). */
  readonly what: 'states' | 'memory'
  /** In words: "source words", "steps"; of a memory its slots. */
  readonly rowAxis: string
  readonly columnAxis: string
  /** Columns lie side by side in this many equal parts with these names: the directions of a recurrent layer. */
  readonly parts?: readonly string[] | undefined
}

/** States of a few steps, or a memory after one. */
export interface StateFrame {
  readonly state: string
  /** Rank among the frames of the run. */
  readonly order: number
  /** Loop steps that it lies at, outermost first; of `states` without the innermost one where that is the row. */
  readonly coordinates: readonly number[]
  readonly firstRow: number
  readonly rows: number
  readonly columns: number
  /** rows × columns, row-major. */
  readonly values: Float32Array
  readonly rowLabels: readonly string[]
  /** Of a memory: what the step was, in words. */
  readonly step?: string | undefined
}

/** What one input field did for one number of an answer: gradient × input, summed over features. */
export interface FieldAttribution {
  readonly field: string
  readonly node: string
  readonly title: string
  /** Names of positions; empty where they are pixels. */
  readonly labels: readonly string[]
  /** Positions that are pixels of a picture: its rows and columns. */
  readonly grid?: readonly [number, number] | undefined
  /** Positions that are steps of a series, or features: what was given there. */
  readonly given?: Float32Array | undefined
  /** One number for each label, or for each pixel, row-major. */
  readonly values: Float32Array
}

/**
 * Gradient × input (Shrikumar et al. 1605.01713): how much each input speaks for (positive) or against (negative) what the network
 * decided, to first order.
 */
export interface Attribution {
  readonly decision: string
  readonly title: string
  /** The row of a sequence that is explained, and names of all rows; a decision of one row has no names. */
  readonly row: number
  readonly rows: readonly string[]
  /** Which choice, or which of its numbers, is explained, and names of all. */
  readonly choice: number
  readonly choices: readonly string[]
  /** The choice that the network made in this row; undefined for numbers. */
  readonly chosen?: number | undefined
  /** The score before the softmax, or the number, that is explained. */
  readonly value: number
  readonly fields: readonly FieldAttribution[]
}
