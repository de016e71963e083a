/** What a training makes small: the sum of every decision's loss, or the share that some of a batch's examples have in it. */
import { need } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { Value } from '#shared/ir/graph'
import type { Operators } from '#shared/ops/operators'
import { shapeOf } from '#shared/ops/shapes'
import { crossEntropy, squaredError } from '../autodiff/losses'
import type { Lowered, LoweredDecision } from './lowered'
import { WHOLE } from './trainingNames'

export interface LossChoices {
  /** Sizes of every open axis and of the batch. */
  readonly sizes: Readonly<Record<string, number>>
  /** The task field that holds what each decision should say; a loop until an end word has its own. */
  readonly targets: Readonly<Record<string, string>>
  /** The number of examples of the whole batch, where the graph has only some of them. */
  readonly whole?: number
}

/** The sum of every decision's loss. @throws FaultError where there is none */
export function lossOf(op: Operators, lowered: Lowered, choices: LossChoices): Value {
  const losses = lowered.decisions.flatMap((decision) => {
    const loss = decisionLoss(op, lowered, decision, choices)
    return loss ? [loss] : []
  })
  const [first, ...rest] = losses
  if (!first)
    throw fault(
      'invalid-document',
      'There is nothing to learn: no decision on the canvas has a target in the task.',
    )
  return rest.reduce((sum, loss) => op.Add(sum, loss), first)
}

function decisionLoss(
  op: Operators,
  lowered: Lowered,
  decision: LoweredDecision,
  choices: LossChoices,
): Value | undefined {
  // The decision that says the loop's words; any other one in it is the network's own business.
  const speaker = lowered.speakers.find(({ said }) => said === decision.choice)
  const scores = decision.collectedScores ?? decision.collected
  const shape = shapeOf(scores)
  if (speaker && decision.collectedScores) {
    const truth = lowered.fields.find(({ field, suffix }) => field === speaker.field && suffix === '')
    const length = need(lowered.lengthOf(`${speaker.field}.words`), `lengths of ${speaker.field}`)
    const steps = Number(shape[1])
    const mask = op.Less(op.Range(steps), op.Unsqueeze(length, [1]))
    const loss = crossEntropy(op, scores, need(truth, `the words of ${speaker.field}`).value, mask)
    return choices.whole === undefined
      ? loss
      : op.Mul(loss, shareOfWords(op, lowered, `${speaker.field}.length`, length, steps, choices.whole))
  }
  const field = choices.targets[decision.id]
  if (field === undefined) return undefined
  if (decision.loops.length > 0)
    throw fault(
      'unsupported',
      `${decision.title}: a decision inside of a loop learns only where the loop says words until an end word.`,
    )
  const own = lowered.builder.input(
    field,
    decision.collectedScores ? 'int64' : 'float32',
    decision.collectedScores ? shape.slice(0, -1) : shape,
  )
  const loss = decision.collectedScores ? crossEntropy(op, scores, own) : squaredError(op, scores, own)
  return choices.whole === undefined
    ? loss
    : op.Mul(loss, need(choices.sizes.batch, 'the size of the batch') / choices.whole)
}

/** How many of the whole batch's words are these examples' own. */
function shareOfWords(
  op: Operators,
  { builder }: Lowered,
  name: string,
  length: Value,
  steps: number,
  whole: number,
): Value {
  const all = builder.input(`${WHOLE}${name}`, 'int64', [whole])
  const words = (lengths: Value) => op.Cast(op.ReduceSum(op.Min(lengths, steps), [0]), 'float32')
  // As in the mean over words: of none, none is taken.
  return op.Div(op.Max(words(length), 1), op.Max(words(all), 1))
}
