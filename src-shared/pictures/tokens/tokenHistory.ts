/** What a site reported, in words instead of tokens: other slices of the same steps. Weights that came are never changed. */
import type { Slice } from '../../contract/slice'
import type { Layer } from '../model/heads'
import { emptyHistory, followSlices, passKey, type RowArrival, type SiteHistory } from '../model/history'
import type { TokenPlan } from './plan'

export interface TokenHistory {
  readonly history: SiteHistory
  /** The part of a row's weight, 0 … 1, that lay on hidden columns: of one head or of several joined. */
  hiddenPart(row: RowArrival, layer: Layer): number
}

/**
 * Weights are summed over the columns of a word and averaged over its rows, of those that have come; then hidden columns are left out
 * and what is left of each row is made as much as the whole was (a row of which nothing is left is 0). `rows` and `columns` are plans of
 * the two axes; undefined leaves one as it is.
 */
export function tokenHistory(
  history: SiteHistory,
  rows: TokenPlan | undefined,
  columns: TokenPlan | undefined,
): TokenHistory {
  return tokenFollower()(history, rows, columns)
}

/** The same again and again for a history that grows: what was made stays, and so does what it lies in, while plans only go on. */
export function tokenFollower() {
  let of: SiteHistory | undefined
  let plans: readonly (TokenPlan | undefined)[] = []
  let taken = 0
  let passes = new Map<string, Pass>()
  let hidden = new Map<Slice, Float32Array>()
  let slices: Slice[] = []
  let made = emptyHistory()
  return (
    history: SiteHistory,
    rows: TokenPlan | undefined,
    columns: TokenPlan | undefined,
  ): TokenHistory => {
    const goesOn = of === history && goesOnFrom(plans[0], rows) && goesOnFrom(plans[1], columns)
    if (!goesOn) {
      of = history
      taken = 0
      passes = new Map()
      hidden = new Map()
      slices = []
      made = emptyHistory()
    }
    plans = [rows, columns]
    for (; taken < history.slices.length; taken++) {
      const slice = history.slices[taken]!
      const key = passKey(slice.coordinates)
      const pass: Pass = passes.get(key) ?? new Map()
      passes.set(key, pass)
      for (let at = 0; at < slice.rows; at++) pass.set(slice.firstRow + at, { slice, at })
      for (const groups of groupsOf(slice, rows))
        slices.push(joinedSlice(slice, groups, pass, columns, hidden))
    }
    made = followSlices(made, slices)
    const parts = hidden
    return {
      history: made,
      hiddenPart({ slice, at }, { heads, join }) {
        const own = heads.map((head) => parts.get(slice)?.[head * slice.rows + at] ?? 0)
        if (own.length === 0) return 0
        return join === 'max' ? Math.max(...own) : own.reduce((sum, part) => sum + part, 0) / own.length
      },
    }
  }
}

/** Whether rows made by one plan stand where the other puts them: words may have been added, and the last one may go on. */
function goesOnFrom(before: TokenPlan | undefined, after: TokenPlan | undefined): boolean {
  if (before === undefined || after === undefined) return before === after
  return (
    before.groups.every(({ from }, at) => after.groups[at]?.from === from) &&
    before.groups.slice(0, -1).every(({ to }, at) => after.groups[at]?.to === to) &&
    before.hidden.every((position, at) => after.hidden[at] === position)
  )
}

/** Newest rows that have come, by their position. */
type Pass = Map<number, { readonly slice: Slice; readonly at: number }>

interface Rows {
  readonly first: number
  /** Tokens of each row. */
  readonly members: readonly (readonly [from: number, to: number])[]
  readonly labels: readonly string[]
}

/** Rows of words that a slice brings something of; at most one list, and none where all of it is hidden. */
function groupsOf(slice: Slice, plan: TokenPlan | undefined): readonly Rows[] {
  const { firstRow, rows, rowLabels } = slice
  if (plan === undefined)
    return [
      {
        first: firstRow,
        members: Array.from({ length: rows }, (_, at) => [firstRow + at, firstRow + at + 1] as const),
        labels: rowLabels,
      },
    ]
  const first = plan.groups.findIndex(({ to }) => to > firstRow)
  if (first < 0) return []
  const touched = plan.groups.slice(first).filter(({ from }) => from < firstRow + rows)
  if (touched.length === 0) return []
  return [
    { first, members: touched.map(({ from, to }) => [from, to]), labels: touched.map(({ label }) => label) },
  ]
}

function joinedSlice(
  slice: Slice,
  { first, members, labels }: Rows,
  pass: Pass,
  plan: TokenPlan | undefined,
  hidden: Map<Slice, Float32Array>,
): Slice {
  const { heads, columns } = slice
  // A history's columns grow: groups that this slice has nothing of are no columns of it.
  const groups = plan?.groups.filter(({ from }) => from < columns)
  const wide = groups?.length ?? columns
  const weights = new Float32Array(heads * members.length * wide)
  const left = new Float32Array(heads * members.length)
  for (let head = 0; head < heads; head++)
    members.forEach(([from, to], row) => {
      const came = Array.from({ length: to - from }, (_, i) => pass.get(from + i)).filter(
        (one) => one !== undefined,
      )
      const offset = (head * members.length + row) * wide
      let out = 0
      for (const { slice: source, at } of came) {
        const start = (head * source.rows + at) * source.columns
        const weight = (column: number) => (column < source.columns ? source.weights[start + column]! : 0)
        if (groups === undefined || plan === undefined) {
          for (let column = 0; column < wide; column++)
            weights[offset + column]! += weight(column) / came.length
          continue
        }
        groups.forEach(({ from, to }, column) => {
          for (let token = from; token < to; token++) weights[offset + column]! += weight(token) / came.length
        })
        for (const token of plan.hidden) out += weight(token) / came.length
      }
      left[head * members.length + row] = out
      if (plan === undefined || plan.hidden.length === 0) return
      let rest = 0
      for (let column = 0; column < wide; column++) rest += weights[offset + column]!
      // A site may keep less than 1 of its weight (rollouts do not, sums may): what is hidden is given to the rest in its own proportions.
      const scale = rest > 0 ? (rest + out) / rest : 0
      for (let column = 0; column < wide; column++) weights[offset + column]! *= scale
    })
  const made: Slice = {
    ...slice,
    firstRow: first,
    rows: members.length,
    columns: wide,
    weights,
    rowLabels: labels,
    columnLabels: groups?.map(({ label }) => label) ?? slice.columnLabels,
  }
  hidden.set(made, left)
  return made
}
