/**
 * A problem: the user's graph is wrong. Data, never thrown; shown on the node, port or parameter that it names.
 */
export interface Problem {
  /** Canvas node that the problem stands on; absent for the document as a whole. */
  readonly node?: string
  readonly port?: string
  readonly param?: string
  readonly wire?: string
  /** Where, what was expected, what was found: "Attention ▸ keys: expected …, found …". */
  readonly message: string
  /** What would mend it, in plain words. */
  readonly mend?: string
  /** Nothing is wired to a port yet: it stops a compile like any error, but nothing that was done is wrong. */
  readonly unfinished?: boolean
  /** `error` stops a compile; `warning` does not. */
  readonly severity: 'error' | 'warning'
}
