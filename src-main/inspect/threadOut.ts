/**
 * Values of bodies on their way out: a Loop or Scan collects one for each step, an If gives one from the branch that runs and an empty
 * one from the other, a function gives one from each call.
 */
import { type GraphDraft, type ModelDraft, makeNode } from '#main/onnx/rewrite'
import { need } from '#shared/base/assert'
import type { Tensor } from '#shared/ir/graph'
import { emptyTensor, gather } from './gatherSteps'
import type { BodyStep, Fetch } from './site'

/** @returns the name that the value has in the main graph */
export function threadOut(
  draft: ModelDraft,
  { path, dtype, rank }: Fetch,
  site: string,
  value: string,
): string {
  let name = value
  for (let depth = path.length; depth > 0; depth--) {
    const step = need(path[depth - 1], 'a step')
    const around = path.slice(0, depth - 1)
    const outer = draft.at(around)
    const body = draft.at(path.slice(0, depth))
    const next = `heed.${site}.out${depth}`
    const axes = (rank ?? 0) + path.slice(depth).filter(isLoop).length
    if (step.op === 'If' && step.function === undefined)
      emptyElsewhere(
        draft,
        around,
        step,
        emptyTensor(dtype, rank === undefined ? 1 : axes),
        `heed.${site}.none${depth}`,
      )
    if (step.uneven === true && step.op === 'Loop') {
      name = gather(outer, body, step.node, { value: name, dtype, axes, name: `heed.${site}.all${depth}` })
      continue
    }
    const at = bodyOutput(body, name, step, site, depth)
    if (step.op === 'Scan') for (const list of SCAN_LISTS) outer.extendInts(step.node, list, 0)
    const given = at - ownOutputs(step)
    const outputs = outer.node(step.node).output
    while (outputs.length < given) outputs.push(`heed.${site}.unused${depth}.${outputs.length}`)
    if (outputs[given] === undefined || outputs[given] === '') outputs[given] = next
    name = need(outputs[given], 'an output')
  }
  return name
}

const SCAN_LISTS = ['scan_output_axes', 'scan_output_directions']

/** A Loop's body says first whether it goes on; the Loop itself does not. */
function ownOutputs(step: BodyStep): number {
  return step.op === 'Loop' && step.function === undefined ? 1 : 0
}

/** Which output of the body gives the value. Bodies of functions are shared by their calls, and give it once. */
function bodyOutput(body: GraphDraft, value: string, step: BodyStep, site: string, depth: number): number {
  const name = step.function === undefined ? `heed.${site}.in${depth}` : `heed.out.${value}`
  const before = body.outputs.indexOf(name)
  if (before >= 0) return before
  body.add(makeNode({ op: 'Identity', inputs: [value], outputs: [name] }))
  body.addOutput(name)
  return body.outputs.length - 1
}

function isLoop(step: BodyStep): boolean {
  return step.function === undefined && (step.op === 'Loop' || step.op === 'Scan')
}

/** The branch that does not hold the site gives an empty tensor of the same type. */
function emptyElsewhere(
  draft: ModelDraft,
  around: readonly BodyStep[],
  step: BodyStep,
  empty: Tensor,
  name: string,
): void {
  const attribute = step.attribute === 'then_branch' ? 'else_branch' : 'then_branch'
  const other = draft.at([...around, { ...step, attribute }])
  other.add(makeNode({ op: 'Constant', inputs: [], outputs: [name], tensors: { value: empty } }))
  other.addOutput(name)
}
