/**
 * What a task is: where inputs and targets come from. Adding a generator is adding one file to `generators/`; the registry, the
 * panel, the training split and the generic tests read this object.
 */
import type { Random } from '#shared/base/random'
import type { Doc, Param, Params } from '#shared/kinds/kind'

interface FieldBase {
  /** Inputs are what a person types into the form; targets are what the network is to answer. */
  readonly role: 'input' | 'target'
  readonly label: string
}

/**
 * What a field's text holds. All fields are text, in the form that a person would type:
 * - `words`: a phrase in its canonical form (see `base/words`), so that text → tokens → text is exact
 * - `sentences`: one phrase a line
 * - `symbols`: symbols separated by spaces
 * - `class`: one entry of its vocabulary
 * - `series`: `length` steps of `channels` numbers, `table`: one number a column, `number`: `count` numbers; separated by spaces
 * - `picture`: numbers from 0 to 1, row-major height × width × channels, separated by spaces; a grid of rows × columns patches
 */
export type Field =
  | (FieldBase & { readonly sort: 'words' | 'sentences' | 'symbols' | 'class'; readonly vocabulary: string })
  | (FieldBase & { readonly sort: 'series'; readonly length: number; readonly channels?: number })
  | (FieldBase & { readonly sort: 'table'; readonly columns: readonly string[] })
  | (FieldBase & { readonly sort: 'number'; readonly count: number })
  | (FieldBase & {
      readonly sort: 'picture'
      readonly rows: number
      readonly columns: number
      /** Pixels on each side of a patch. */
      readonly patch: number
      readonly channels: number
    })

/** Where the words of a target come from: for each of its tokens, the places of an input's elements; none where it is about none. */
export interface Alignment {
  readonly target: string
  readonly input: string
  readonly places: readonly (readonly number[])[]
}

export interface Example {
  /** The text of each field, inputs and targets. */
  readonly fields: Readonly<Record<string, string>>
  /**
   * Where there is such a truth: for an input field, the places of the elements (sentences, symbols) that decide the answer, from 0,
   * ascending. Attention that understood the task looks there.
   */
  readonly support?: Readonly<Record<string, readonly number[]>>
  /** Where there is such a truth: what each word of a target is about. Places are tokens, or patches row by row, from 0. */
  readonly alignment?: Alignment
}

/** All functions take full parameters, as `fullParams` makes them. */
export interface Task {
  readonly id: string
  readonly title: string
  readonly doc: Doc
  readonly params: Readonly<Record<string, Param>>
  fields(params: Params): Readonly<Record<string, Field>>
  /**
   * Entries by vocabulary name. Vocabularies of words, sentences and symbols begin with `SPECIAL` of `base/words`; those of classes
   * hold the classes alone. The order is part of the task: trained weights depend on it.
   */
  vocabularies(params: Params): Readonly<Record<string, readonly string[]>>
  /** One example; the same random stream gives the same example. */
  example(random: Random, params: Params): Example
  /** Whether the example is kept from training, to judge by. Depends on its inputs alone, never on the stream. */
  heldOut(example: Example, params: Params): boolean
  /** The share of inputs that is held out, where it is another than `HELD_OUT_SHARE`. */
  readonly heldOutShare?: number
  /** All examples, where the task is a table of measured ones and not a rule that makes more. */
  every?(params: Params): readonly Example[]
}
