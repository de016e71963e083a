import { expect, it } from 'vitest'
import { kinds } from '#shared/kinds/registry'
import { formulas } from './formulas'

it('formulas that are set apart stand alone', () => {
  expect(formulas('e = f(x, y), \\quad \\alpha = g\\, e')).toEqual(['e = f(x, y)', '\\alpha = g\\, e'])
})

it('what stands in braces or an environment stays whole', () => {
  const whole = '\\begin{aligned} a &= b \\quad c = d \\\\ e &= \\{f\\} \\end{aligned}'
  expect(formulas(whole)).toEqual([whole])
  expect(formulas('\\text{a \\quad b} = c')).toHaveLength(1)
})

it.each([...kinds.values()].filter(({ doc }) => doc.equation !== undefined))(
  '$id: nothing is lost',
  ({ doc }) => {
    const bare = (text: string) => text.replace(/,?\s*\\q?quad\s*|\s+/g, '')
    expect(bare(formulas(doc.equation!).join(''))).toBe(bare(doc.equation!))
  },
)
