import type { Kind, Params, Port } from '../kind'
import { numbered, RESULTS_PARAM, resultInputs, resultOutputs } from '../loopPorts'

function sequences(params: Params): number {
  return Number(params.sequences)
}

function inputs(params: Params): Record<string, Port> {
  const ports: Record<string, Port> = {}
  for (const [, name] of numbered('sequence', sequences(params)))
    ports[name] = {
      shape: 'T *',
      element: 'any',
      help: 'The sequence that the loop runs over, once for each of its elements.',
    }
  return { ...ports, ...resultInputs(params) }
}

export const kind: Kind = {
  id: 'loop-each',
  version: 1,
  title: 'For each element',
  group: 'loop',
  icon: 'M4 12a8 8 0 0 1 14-5.3M20 12a8 8 0 0 1-14 5.3M18 3v4h-4M6 21v-4h4',
  doc: {
    sentence: 'Runs what is inside once for each element of a sequence, from the first to the last.',
    equation: 'y_t = f(x_t, y_{t-1})',
  },
  params: {
    sequences: {
      type: 'integer',
      label: 'Sequences',
      help: 'How many sequences of equal length run side by side.',
      default: 1,
      min: 1,
      max: 3,
    },
    ...RESULTS_PARAM,
  },
  inputs,
  outputs: (params) => {
    const ports: Record<string, Port> = {}
    for (const [, name] of numbered('element', sequences(params)))
      ports[name] = { shape: '', element: 'any', inside: true, help: 'The element of this step.' }
    ports.step = { shape: '', element: 'index', inside: true, help: 'The number of the step, from 0.' }
    return { ...ports, ...resultOutputs(params) }
  },
  structural: 'loop',
  loop: 'each',
}
