import { expect, it } from 'vitest'
import { kinds, withDefaults } from './registry'

const pictures = [...kinds.values()].filter(({ input }) => input?.pixels)

it.each(pictures.map((kind) => [kind.id, kind] as const))(
  '%s says which pixel each element is',
  (_, kind) => {
    const params = withDefaults(kind, { rows: 2, columns: 3, patch: 2, channels: 3 })
    const { height, width, of } = kind.input!.pixels!(params)
    expect([height, width]).toEqual([4, 6])
    const count = height * width * 3
    const text = Array.from({ length: count }, (_, i) => i / count)
    const parsed = kind.input!.parse(text.join(' '), params, undefined)
    if (!parsed.ok) throw new Error(parsed.error)
    const elements = parsed.value.tensors['']!.data as Float32Array
    expect(elements).toHaveLength(count)
    elements.forEach((element, i) => {
      expect(element).toBeCloseTo(text[of(i) * 3 + (i % 3)]!, 6)
    })
  },
)
