import { InferenceSession } from 'onnxruntime-node'
import { expect, it } from 'vitest'
import { infer } from '#shared/document/infer'
import { printGraph } from '#shared/ir/print'
import { encodeModel } from '../onnx/encode'
import { templates } from '../templates/template'
import { compileModel, compileStages } from './compile'
import { writeFileSync } from 'node:fs'

it('compiles', async () => {
  const document = templates.get('translation-attention')!.build()
  expect(infer(document).problems).toEqual([])
  const t0 = performance.now()
  const lowered = compileModel(document)
  const bytes = encodeModel(lowered.graph)
  console.log(performance.now() - t0, bytes.length)
  writeFileSync('/tmp/ta.onnx', bytes)
  writeFileSync('/tmp/ta.txt', printGraph(lowered.graph))
  const staged = compileStages(document)
  writeFileSync('/tmp/stages.txt', staged.stages.map((s) => (s.type === 'graph' ? printGraph(s.graph) : 'LOOP\n' + s.stages.map((x) => x.type === 'graph' ? printGraph(x.graph) : '??').join('\n'))).join('\n\n'))
  const session = await InferenceSession.create(bytes)
  console.log(session.outputNames)
})
