/** Gradient × input as it comes from the graph → one number for each position that a person knows. */
import { need } from '#shared/base/assert'
import type { FieldAttribution } from '#shared/contract/states'
import type { HeedDocument } from '#shared/document/document'
import { infer } from '#shared/document/infer'
import { portKey, titleOf } from '#shared/document/structure'
import { sizeOf, type Tensor } from '#shared/ir/graph'
import type { Axis } from '#shared/kinds/kind'
import { kindOf, outputPorts, withDefaults } from '#shared/kinds/registry'
import type { AttributionGraph } from '../compile/attribution'
import type { FieldInput, Lowered } from '../compile/lowered'
import type { AxisLabels } from './labels'
import { toNumbers } from './tensors'

type Tensors = Readonly<Record<string, Tensor>>

/** All fields of the document, those that the answer does not depend on with zeros. */
export function fieldAttributions(
  document: HeedDocument,
  lowered: Lowered,
  made: AttributionGraph,
  feeds: Tensors,
  found: Tensors,
  labels: AxisLabels,
  row: number,
): FieldAttribution[] {
  const { outputs } = infer(document)
  return lowered.fields.flatMap((field) => {
    if (field.suffix !== '') return []
    const given = need(feeds[field.value.name], field.value.name)
    const node = document.nodes[field.node]!
    const kind = kindOf(node.kind)
    const params = withDefaults(kind, node.params)
    const head = { field: field.field, node: field.node, title: titleOf(node) }
    const parts = elementParts(made, field, given, found)
    if (kind.loop === 'until') return saidBefore(head, parts, field, labels, row)
    const pixels = kind.input?.pixels?.(params)
    if (pixels) {
      const values = new Float32Array(pixels.height * pixels.width)
      for (const [i, part] of parts.entries()) values[pixels.of(i)]! += part
      return [{ ...head, labels: [], grid: [pixels.height, pixels.width], values }]
    }
    const [port] = Object.keys(outputPorts(kind, params))
    const axes = need(outputs.get(portKey({ node: field.node, port: port! })), `type of ${field.node}`).axes
    return [{ ...head, ...positions(axes, parts, given, labels) }]
  })
}

/** One number for each element of the field's tensor. */
function elementParts(
  made: AttributionGraph,
  field: FieldInput,
  given: Tensor,
  found: Tensors,
): Float32Array {
  const parts = new Float32Array(sizeOf(given.dims))
  const own = made.numbers.find((each) => each.field.field === field.field)
  if (own) parts.set(need(found[own.output], own.output).data as Float32Array)
  for (const { field: each, output, places } of made.rows) {
    if (each.field !== field.field) continue
    const values = need(found[output], output).data as Float32Array
    for (const [i, place] of toNumbers(need(found[places], places)).entries())
      if (place > 0) parts[place - 1]! += values[i]!
  }
  return parts
}

/** Words that a decoder said itself, up to the one that is explained. */
function saidBefore(
  head: Pick<FieldAttribution, 'field' | 'node' | 'title'>,
  parts: Float32Array,
  field: FieldInput,
  labels: AxisLabels,
  row: number,
): FieldAttribution[] {
  if (row === 0) return []
  const names = labels.of({ origin: `${field.field}.words` }, row, [])
  return [{ ...head, title: 'Said before', labels: names, values: parts.slice(0, row) }]
}

/** Features are summed; what is only padding is left out. */
function positions(
  axes: readonly Axis[],
  parts: Float32Array,
  given: Tensor,
  labels: AxisLabels,
): Pick<FieldAttribution, 'labels' | 'values' | 'given'> {
  const features = axes.at(-1)?.origin === undefined ? (given.dims.at(-1) ?? 1) : 1
  const count = parts.length / features
  const innermost = axes.findLast(({ origin }) => origin !== undefined)
  const names = innermost
    ? labels.of(innermost, count, [])
    : Array.from({ length: count }, (_, i) => `${i + 1}`)
  const sums = new Float32Array(count)
  parts.forEach((part, i) => {
    sums[Math.floor(i / features)]! += part
  })
  const kept = names.flatMap((name, i) => (name === '' ? [] : [i]))
  const shown = given.dtype === 'float32' && features === 1 ? toNumbers(given) : undefined
  return {
    labels: kept.map((i) => names[i]!),
    values: Float32Array.from(kept, (i) => sums[i]!),
    ...(shown && { given: Float32Array.from(kept, (i) => shown[i]!) }),
  }
}
