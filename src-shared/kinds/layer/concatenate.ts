import { err, ok } from '../../base/result'
import type { Kind } from '../kind'

export const kind: Kind = {
  id: 'concatenate',
  version: 1,
  title: 'Concatenate',
  group: 'layer',
  icon: 'M4 5h7v14H4zM13 5h7v14h-7z',
  doc: {
    sentence: 'Puts the features of its inputs side by side.',
    equation: 'y = [x_1; x_2; \\dots]',
  },
  params: {},
  inputs: {
    parts: { shape: '* F', many: true, help: 'Any number of values; all axes but the last must agree.' },
  },
  outputs: { features: { shape: '* O' } },
  axes: (_params, bound) => {
    let size = 0
    for (const part of bound.inputs.parts ?? []) {
      const features = part.axes.at(-1)?.size
      if (features === undefined)
        return err({
          message: 'expected a fixed number of features, found an open size.',
          port: 'parts',
        })
      size += features
    }
    return ok(size > 0 ? { O: { size } } : {})
  },
  lower: ({ op, many }) => ({ features: op.Concat(many.parts!, -1) }),
}
