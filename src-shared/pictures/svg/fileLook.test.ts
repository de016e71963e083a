import { expect, test } from 'vitest'
import { figureFile } from './figure'
import { groundOf, largestOf, roomierFile, scaledFile, sizeOf, withoutGround } from './fileLook'

const file = figureFile({ width: 300, height: 100, body: '<path d="M0 0h9"/>' }, { title: 'Look' }, 'dark')

test('a file says its size, and is shown in another one with the same units inside', () => {
  expect(sizeOf(file)).toEqual({ width: 336, height: 164 })
  const half = scaledFile(file, 0.5)
  expect(sizeOf(half)).toEqual({ width: 168, height: 82 })
  expect(half).toContain('viewBox="0 0 336 164"')
})

test('without its ground only the ground is gone', () => {
  expect(groundOf(file)).toBe('#17191e')
  const clear = withoutGround(file)
  expect(groundOf(clear)).toBeUndefined()
  expect(clear).toContain('<path d="M0 0h9"/>')
  expect(clear.length).toBe(
    file.length - '<rect data-part="ground" width="336" height="164" fill="#17191e"/>\n'.length,
  )
})

test('frames are brought to one size, each in its middle, the ground under all of it', () => {
  const wide = figureFile({ width: 500, height: 40, body: '' }, { title: 'Look' }, 'dark')
  const size = largestOf([file, wide])
  expect(size).toEqual({ width: 536, height: 164 })
  const roomier = roomierFile(file, size)
  expect(sizeOf(roomier)).toEqual(size)
  expect(roomier).toContain('viewBox="-100 0 536 164"')
  expect(roomier).toContain('<rect data-part="ground" x="-100" width="536" height="164"')
  expect(roomierFile(roomier, size)).toBe(roomier)
})
