import { expect, test } from 'vitest'
import { chartsOf } from '../training/curveLines'
import { createRecording } from '../training/recording'
import { curvesSvg } from './curvesSvg'

function recorded(losses: readonly number[]) {
  const recording = createRecording()
  recording.addLosses(losses.map((loss, i) => [i + 1, loss] as const))
  const none = { samples: [], outputs: [], sites: [], slices: [] }
  for (const [step, accuracy] of [
    [0, 0],
    [losses.length, 0.5],
  ] as const)
    recording.addSnapshot({ step, validation: { loss: 1, accuracy }, restart: 1, linear: false, ...none })
  return recording
}

const look = { span: 1000, logarithmic: false, theme: 'light' } as const

test('both charts have axes in round numbers, and lines with their names', () => {
  const recording = recorded([2, 1.5, 1, 0.5])
  const { body } = curvesSvg(chartsOf([{ number: 1, recording, front: true }]), look)
  for (const text of [
    '>Loss<',
    '>Right on unseen examples<',
    '>100 %<',
    '>1,000<',
    '>200<',
    '>each batch<',
    '>unseen<',
  ])
    expect(body).toContain(text)
  expect(body.match(/<circle/g)).toHaveLength(2)
  expect(body).not.toMatch(/NaN|Infinity|undefined/)
})

test('losses that are no numbers, or none at all, leave a picture', () => {
  for (const losses of [[], [Number.NaN, Number.POSITIVE_INFINITY], [0, 0]])
    for (const logarithmic of [false, true]) {
      const charts = chartsOf([{ number: 1, recording: recorded(losses), front: true }])
      expect(curvesSvg(charts, { ...look, logarithmic }).body).not.toMatch(/NaN|Infinity|undefined/)
    }
})

test('on a logarithmic scale each power of ten is as high as the next', () => {
  const charts = chartsOf([{ number: 1, recording: recorded([10, 1, 0.1, 0.01]), front: true }])
  const { body } = curvesSvg(charts, { ...look, logarithmic: true })
  for (const text of ['>10<', '>1<', '>0.1<', '>0.01<']) expect(body).toContain(text)
})
