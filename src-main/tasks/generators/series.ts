/** A noisy sum of waves, to be continued: no single period repeats it, so that copying the past does not help. */
import { numberText } from '../number-text'
import { numberParam } from '../params'
import { inputsHeldOut } from '../split'
import type { Task } from '../task'

/** Steps. They share no factor: the sum repeats itself only after 1,309 steps. */
export const PERIODS = [7, 11, 17] as const
const AMPLITUDES = [0.5, 1] as const
const DECIMALS = 3

export const task: Task = {
  id: 'series',
  title: 'Noisy waves',
  doc: {
    sentence:
      'Three waves with periods of 7, 11 and 17 steps, each with its own strength and start, are added with noise; the next values are to be told.',
    equation: String.raw`x_t = \sum_{p \in \{7, 11, 17\}} a_p \sin\!\left(2\pi \tfrac{t}{p} + \varphi_p\right) + \sigma\,\varepsilon_t`,
  },
  params: {
    length: {
      type: 'integer',
      label: 'Steps seen',
      help: 'How many values the network reads.',
      default: 60,
      min: 2,
      max: 2000,
    },
    ahead: {
      type: 'integer',
      label: 'Steps ahead',
      help: 'How many of the next values it tells.',
      default: 10,
      min: 1,
      max: 200,
    },
    noise: {
      type: 'number',
      label: 'Noise',
      help: 'Standard deviation of the noise; each wave is 0.5 to 1 high.',
      default: 0.1,
      min: 0,
      max: 5,
    },
  },
  fields(params) {
    return {
      series: { role: 'input', sort: 'series', label: 'Series', length: numberParam(params, 'length') },
      next: { role: 'target', sort: 'number', label: 'Next values', count: numberParam(params, 'ahead') },
    }
  },
  vocabularies() {
    return {}
  },
  example(random, params) {
    const length = numberParam(params, 'length')
    const noise = numberParam(params, 'noise')
    const [low, high] = AMPLITUDES
    const waves = PERIODS.map((period) => ({
      period,
      amplitude: low + (high - low) * random.uniform(),
      phase: random.uniform(),
    }))
    const values = Array.from({ length: length + numberParam(params, 'ahead') }, (_, t) => {
      const clean = waves.map(
        (wave) => wave.amplitude * Math.sin(2 * Math.PI * (t / wave.period + wave.phase)),
      )
      return clean.reduce((sum, value) => sum + value, noise * random.normal())
    })
    return {
      fields: {
        series: numberText(values.slice(0, length), DECIMALS),
        next: numberText(values.slice(length), DECIMALS),
      },
    }
  },
  heldOut(example) {
    return inputsHeldOut('series', [example.fields.series ?? ''])
  },
}
