import { expect, it } from 'vitest'
import { shapes } from '#shared/ops/shapes'
import { rules } from './lift'

it('has a row for every operator whose shape is known', () => {
  expect(
    [...Object.keys(shapes), 'Split', 'Slice', 'Pad', 'Expand', 'Reshape'].filter((op) => !rules[op]),
  ).toEqual([])
})
