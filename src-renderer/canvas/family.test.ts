import { expect, it } from 'vitest'
import { TestPage } from '../testing/TestPage'
import { familyOf, NO_FAMILY } from './family'

/** An embedding that two others read; one of these also reads a third. */
function forked(): TestPage {
  const test = new TestPage()
  for (const kind of ['words', 'embedding', 'dense', 'dense', 'add']) test.add(kind)
  test.wire('words.words', 'embedding.words')
  test.wire('embedding.vectors', 'dense.features')
  test.wire('embedding.vectors', 'add.terms')
  test.wire('dense.features', 'add.terms')
  return test
}

it('pointing at an output lights up all wires from it, and the ports where they end', () => {
  const { document } = forked()
  const { wires, ports } = familyOf(document, { side: 'output', node: 'embedding', port: 'vectors' })
  expect([...wires].sort()).toEqual(['embedding.vectors-add.terms', 'embedding.vectors-dense.features'])
  expect([...ports].sort()).toEqual(['input add.terms', 'input dense.features', 'output embedding.vectors'])
})

it('pointing at an input lights up the family of every wire that ends there', () => {
  const { document } = forked()
  const { wires } = familyOf(document, { side: 'input', node: 'add', port: 'terms' })
  expect([...wires].sort()).toEqual([
    'dense.features-add.terms',
    'embedding.vectors-add.terms',
    'embedding.vectors-dense.features',
  ])
})

it('a port without a wire has none', () => {
  const { document } = forked()
  expect(familyOf(document, { side: 'input', node: 'dense-2', port: 'features' })).toBe(NO_FAMILY)
})
