/** What the rows of the operator table are given. */
import type { Node, Tensor, Value } from '#shared/ir/graph'
import type { Expression } from './python'

export interface Context {
  /** The Python that stands for a value. */
  of(value: Value | undefined): Expression
  /** As a tensor, for operators that take nothing else. */
  tensor(value: Value | undefined): string
  /** As a Python whole number. */
  integer(value: Value | undefined): string
  /** As whole numbers, one for each entry of a vector. */
  parts(value: Value | undefined): readonly string[]
  /** The numbers of a constant. */
  constant(value: Value | undefined): Tensor | undefined
  /** Notes that a helper function stands above the class. */
  helper(name: HelperName): string
}

export type HelperName =
  | 'expand'
  | 'stack_growing'
  | 'run_recurrent'
  | 'recur'
  | 'rnn_cell'
  | 'gru_cell'
  | 'gru_cell_reset_first'
  | 'lstm_cell'

/** Python for the (first) output of a node. */
export type Row = (node: Node, context: Context) => Expression
