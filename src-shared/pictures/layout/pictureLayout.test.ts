import { expect, it } from 'vitest'
import { layoutPicture, type PictureRoom, THUMB_GAP, THUMB_LABEL } from './pictureLayout'

const WORDS = 'a red triangle left of a blue square below a yellow square <end>'.split(' ')

function room(change: Partial<PictureRoom>): PictureRoom {
  return {
    width: 600,
    height: 220,
    aspect: 1,
    words: WORDS,
    strip: true,
    measure: (text) => text.length * 7.5,
    ...change,
  }
}

it('in a low room the strip stands at the side, in a tall one below, and everything fits', () => {
  for (const [width, height, strip] of [
    [620, 220, 'beside'],
    [1030, 220, 'beside'],
    [620, 660, 'below'],
    [400, 700, 'below'],
  ] as const) {
    const layout = layoutPicture(room({ width, height }))
    expect(layout.strip).toBe(strip)
    const { picture, thumb, sentence } = layout
    expect(picture.height + sentence).toBeLessThanOrEqual(height)
    expect(picture.width).toBeLessThanOrEqual(width)
    const across = Math.floor((layout.room.width + THUMB_GAP) / (thumb.width + THUMB_GAP))
    const tall = Math.ceil(WORDS.length / across) * (thumb.height + THUMB_LABEL + THUMB_GAP) - THUMB_GAP
    expect(tall).toBeLessThanOrEqual(layout.room.height)
    if (strip === 'below') expect(picture.height + sentence + tall).toBeLessThanOrEqual(height)
    else expect(picture.width + layout.room.width).toBeLessThanOrEqual(width)
  }
})

it('the picture keeps its shape', () => {
  const wide = layoutPicture(room({ aspect: 2, height: 500 })).picture
  expect(wide.width / wide.height).toBeCloseTo(2, 1)
  const tall = layoutPicture(room({ aspect: 0.5, height: 500 })).picture
  expect(tall.height / tall.width).toBeCloseTo(2, 1)
})

it('without words the picture has the room for itself', () => {
  const layout = layoutPicture(room({ words: [], strip: false, height: 300 }))
  expect(layout).toMatchObject({ strip: 'none', sentence: 0 })
  expect(layout.picture.height).toBeGreaterThan(260)
})

it('where not all small pictures fit, they are as small as they get and the strip scrolls', () => {
  const layout = layoutPicture(room({ width: 300, height: 160, words: new Array(200).fill('word') }))
  expect(layout.picture.height).toBeGreaterThan(0)
  expect(layout.picture.width).toBeLessThanOrEqual(300)
})
