/** Examples of a task → the tensors that a compiled training graph takes. */
import { fault } from '#shared/base/fault'
import type { HeedDocument } from '#shared/document/document'
import type { Tensor } from '#shared/ir/graph'
import type { Example } from '../task'
import { type Block, type Sizes, stack } from './blocks'
import { type Fields, type Part, planOf } from './plan'

export type { Sizes } from './blocks'
export type { Fields } from './plan'

export interface Batch {
  /**
   * By the graph input's name. Inputs as their kinds say (`<field>`, `<field>.length`, `<field>.lengths`), padded with 0. Targets: words
   * int64 `[batch, steps]` ending with the end word, with `<field>.length` int64 `[batch]`; a class int64 `[batch]`; numbers float32
   * `[batch, count]`.
   */
  readonly feeds: Readonly<Record<string, Tensor>>
  /** Length of each open axis by its origin (`source.words`), and of `batch`: what a graph of this size is compiled for. */
  readonly sizes: Sizes
}

/** What a plan made of an example: a list of blocks for each part, and the lengths of its axes. */
interface Encoded {
  readonly blocks: readonly (readonly Block[])[]
  readonly lengths: Sizes
}

interface Plan {
  readonly parts: readonly Part[]
  readonly encoded: WeakMap<Example, Encoded>
}

const plans = new WeakMap<HeedDocument, WeakMap<Fields, Plan>>()

function prepared(document: HeedDocument, fields: Fields): Plan {
  const ofDocument = plans.get(document) ?? new WeakMap<Fields, Plan>()
  plans.set(document, ofDocument)
  let plan = ofDocument.get(fields)
  if (!plan) {
    plan = { parts: planOf(document, fields), encoded: new WeakMap() }
    ofDocument.set(fields, plan)
  }
  return plan
}

function encode(plan: Plan, example: Example): Encoded {
  const known = plan.encoded.get(example)
  if (known) return known
  const lengths: Record<string, number> = {}
  const blocks = plan.parts.map((part) => {
    const text = example.fields[part.field]
    if (text === undefined) throw fault('bad-input', `An example has no field “${part.field}”.`)
    const made = part.encode(text)
    part.slots.forEach(({ axes }, s) => {
      axes.forEach(({ origin }, axis) => {
        if (origin !== undefined) lengths[origin] = Math.max(lengths[origin] ?? 0, made[s]?.dims[axis] ?? 0)
      })
    })
    return made
  })
  const encoded = { blocks, lengths }
  plan.encoded.set(example, encoded)
  return encoded
}

/**
 * Lengths of an example's open axes by origin, end words counted.
 * @throws FaultError as {@link makeBatch}
 */
export function lengthsOf(document: HeedDocument, fields: Fields, example: Example): Sizes {
  return encode(prepared(document, fields), example).lengths
}

/**
 * Open axes are as long as `bucket` says, by origin, or as the longest example. Documents, fields and examples are remembered by
 * identity: hand in the same objects again and nothing is read twice.
 * @throws FaultError `invalid-document` where document and fields do not fit, `bad-input` where an example does not
 */
export function makeBatch(
  document: HeedDocument,
  fields: Fields,
  examples: readonly Example[],
  bucket: Sizes = {},
): Batch {
  const plan = prepared(document, fields)
  const encoded = examples.map((example) => encode(plan, example))
  const sizes: Record<string, number> = {}
  for (const { lengths } of encoded)
    for (const [origin, length] of Object.entries(lengths))
      sizes[origin] = Math.max(sizes[origin] ?? 0, length)
  for (const [origin, length] of Object.entries(bucket)) if (origin in sizes) sizes[origin] = length
  const feeds: Record<string, Tensor> = {}
  plan.parts.forEach(({ slots }, p) => {
    slots.forEach((slot, s) => {
      feeds[slot.name] = stack(
        slot,
        encoded.map(({ blocks }) => blocks[p]![s]!),
        sizes,
      )
    })
  })
  return { feeds, sizes: { ...sizes, batch: examples.length } }
}
