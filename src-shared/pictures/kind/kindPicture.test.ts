import { describe, expect, it } from 'vitest'
import { kinds, withDefaults } from '../../kinds/registry'
import { kindPicture, WIDTH } from './kindPicture'

const all = [...kinds.values()]

describe.each(all)('$id', (kind) => {
  const picture = kindPicture(kind, withDefaults(kind, {}))

  it('is drawn within its frame, no port over another', () => {
    for (const ports of [picture.inputs, picture.outputs]) {
      let above = -0.01
      for (const { y, glyph } of ports) {
        expect(y).toBeGreaterThanOrEqual(above)
        above = y + glyph.height
        expect(glyph.cells.length).toBeGreaterThan(0)
        expect(glyph.width).toBeLessThan(45)
      }
      expect(above).toBeLessThanOrEqual(picture.height)
    }
    const { box } = picture
    expect(box.x + box.width).toBeLessThanOrEqual(WIDTH)
    expect(box.y + box.height).toBeLessThanOrEqual(picture.height)
  })

  it('shows what it is', () => {
    const { middle } = picture
    if (kind.structural === 'loop') expect(middle.type).toBe('loop')
    else if (kind.attention && kind.lower) expect(middle.type).toBe('attention')
    else if (kind.inside) expect(middle.type).toBe('inside')
    else expect(middle.type).toBe('icon')
  })
})

it('follows the parameters: a GRU that reads both ways is two', () => {
  const gru = kinds.get('gru')!
  const { middle } = kindPicture(gru, withDefaults(gru, { direction: 'bidirectional' }))
  const parts = middle.type === 'inside' ? middle.parts : []
  expect(parts.filter(({ group }) => group === 'recurrent')).toHaveLength(2)
})

it('says in words what it shows', () => {
  const additive = kinds.get('attention-additive')!
  expect(kindPicture(additive, withDefaults(additive, {})).words).toBe(
    'Additive attention of query (T) × Q, keys S × K, values S × V gives context (T) × V, weights (T) × S',
  )
})
