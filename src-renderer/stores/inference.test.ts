import { expect, it } from 'vitest'
import { TestPage } from '../testing/TestPage'
import { healthOf, problemsOf } from './inference'

it('a node that nothing is wired to yet is unfinished; one whose wire does not fit is wrong', () => {
  const test = new TestPage()
  const health = (id: string) => healthOf(problemsOf(test.document, id))
  for (const kind of ['table', 'attention-dot', 'dense']) test.add(kind)
  expect(health('table')).toBe('right')
  expect(health('attention-dot')).toBe('unfinished')
  expect(health('dense')).toBe('unfinished')
  test.wire('table.features', 'dense.features')
  expect(health('dense')).toBe('right')
  test.page.documents.setState(({ document }) => ({
    document: { ...document, nodes: { ...document.nodes, dense: { ...document.nodes.dense!, version: 99 } } },
  }))
  expect(health('dense')).toBe('wrong')
})
