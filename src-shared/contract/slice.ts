/**
 * The smallest piece of attention that streams to the page: the weights of one site for one step (or, for attention that is
 * computed all at once, for all of its rows).
 */
export interface Slice {
  readonly site: string
  /** Rank in the run, from 0: slices are shown in this order. */
  readonly order: number
  /** Outer loop steps that this slice lies at (a memory hop, a stacked block); empty outside of such loops. */
  readonly coordinates: readonly number[]
  /** Row that the first row of `weights` is: a decoder's slice at step 5 has `firstRow: 5` and one row. */
  readonly firstRow: number
  readonly heads: number
  readonly rows: number
  readonly columns: number
  /** heads × rows × columns, row-major. A column that was padding is exactly 0. */
  readonly weights: Float32Array
  readonly rowLabels: readonly string[]
  /** All columns' labels (a history's columns grow from slice to slice). */
  readonly columnLabels: readonly string[]
}

/** A place where weights over something are computed and used. */
export interface SiteInfo {
  readonly id: string
  /** Canvas node that it belongs to (in models made elsewhere: the graph node's name). */
  readonly node: string
  readonly title: string
  readonly heads: number
  /** What rows and columns are, in words: "target words", "source words", "steps", "patches 4 × 4". */
  readonly rowAxis: string
  readonly columnAxis: string
  /** Columns that are patches of a picture lie in a grid of this many rows and columns. */
  readonly columnGrid?: readonly [number, number] | undefined
  /** The same for rows. */
  readonly rowGrid?: readonly [number, number] | undefined
  /** Rows and columns before the grid begins (a class token); 0 where absent. */
  readonly leading?: number | undefined
  /** Fields of the form that rows and columns come from: a picture or text that can be shown beside them. */
  readonly rowField?: string | undefined
  readonly columnField?: string | undefined
}
