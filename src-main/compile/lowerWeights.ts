import { fault } from '#shared/base/fault'
import type { DocumentNode } from '#shared/document/document'
import { titleOf } from '#shared/document/structure'
import type { Value } from '#shared/ir/graph'
import type { Initializer } from '#shared/kinds/kind'

import type { Lowering } from './lowering'

/** One parameter, or one for each repetition, picked by the step; a tied one is another node's. */
export function weight(
  lowering: Lowering,
  id: string,
  name: string,
  shape: readonly number[],
  init: Initializer,
): Value {
  const { builder, op, document } = lowering
  const tie = document.nodes[id]!.tieTo?.[name]
  if (tie) return tiedWeight(lowering, id, name, tie, shape, init)
  let names = [`${id}.${name}`]
  for (const { count } of lowering.repeats)
    names = names.flatMap((one) => Array.from({ length: count }, (_, i) => `${one}[${i}]`))
  if (lowering.repeats.length === 0) return parameter(lowering, names[0]!, shape, init)
  const stack = builder.within(builder.root, () =>
    op.Concat(
      names.map((one) => op.Unsqueeze(parameter(lowering, one, shape, init), [0])),
      0,
    ),
  )
  let at = lowering.repeats[0]!.index
  for (const { count, index } of lowering.repeats.slice(1)) at = op.Add(op.Mul(at, count), index)
  return op.Gather(stack, at, 0)
}

type Tie = NonNullable<DocumentNode['tieTo']>[string]

/** Another node's weight in place of this one. */
function tiedWeight(
  lowering: Lowering,
  id: string,
  name: string,
  tie: Tie,
  shape: readonly number[],
  init: Initializer,
): Value {
  const { document, op } = lowering
  const where = `${titleOf(document.nodes[id]!)} ▸ ${name}`
  const other = document.nodes[tie.node]
  if (!other)
    throw fault('invalid-document', `${where}: it is tied to a weight of “${tie.node}”, which is not there.`)
  if (other.tieTo?.[tie.param])
    throw fault(
      'invalid-document',
      `${where}: it is tied to ${titleOf(other)} ▸ ${tie.param}, which is tied itself. Tie both to the same third weight.`,
    )
  if (tie.transpose && shape.length !== 2)
    throw fault(
      'invalid-document',
      `${where}: only a matrix can be tied transposed, found [${shape.join(', ')}].`,
    )
  const value = parameter(
    lowering,
    `${tie.node}.${tie.param}`,
    tie.transpose ? [...shape].reverse() : shape,
    init,
    where,
  )
  return tie.transpose ? op.Transpose(value, [1, 0]) : value
}

/** `where` names who asks, in words. */
function parameter(
  lowering: Lowering,
  name: string,
  shape: readonly number[],
  init: Initializer,
  where = name,
): Value {
  const known = lowering.parameters.get(name)
  if (known) {
    if (known.shape.length !== shape.length || known.shape.some((size, i) => size !== shape[i]))
      throw fault(
        'invalid-document',
        `${where}: the weight ${name} is shared by nodes that need it in two shapes, [${known.shape.join(', ')}] and [${shape.join(', ')}]. Give both the same sizes, or untie them.`,
      )
    return known.value
  }
  const value = lowering.builder.value(name, 'float32', shape)
  lowering.parameters.set(name, { name, value, shape, init })
  return value
}
