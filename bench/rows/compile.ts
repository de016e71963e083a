/** From a document to the bytes of its models: check, lower, loop pass, tidy, verify, encode. No session is created. */
import { compileModel, compileStages } from '../../src-main/compile/compile'
import { lower } from '../../src-main/compile/lower'
import type { Stage } from '../../src-main/compile/stages'
import { weightsOf } from '../../src-main/compile/weights'
import { encodeModel } from '../../src-main/onnx/encode'
import { hundredNodes } from '../inside/hundred'
import { type Bench, row } from '../row'
import { measure } from '../samples'

const TIMES = { warm: 40, count: 200 }
const GOAL = 30

function encodeStages(stages: readonly Stage[]): void {
  for (const stage of stages)
    if (stage.type === 'loop') encodeStages(stage.stages)
    else encodeModel(stage.graph)
}

export const compile: Bench = {
  name: 'compile',
  async run() {
    const document = hundredNodes()
    const nodes = Object.keys(document.nodes).length
    const weights = weightsOf(lower(document), document.seed)
    const forRun = () => encodeStages(compileStages(document, { weights }).stages)
    const forExport = () => encodeModel(compileModel(document, { weights }).graph)
    return [
      row(`compile ${nodes} nodes for a run`, await measure(forRun, TIMES), GOAL),
      row(`compile ${nodes} nodes for export`, await measure(forExport, TIMES), GOAL),
    ]
  },
}
