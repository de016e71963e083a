import { expect, it } from 'vitest'
import { TestPage } from '../testing/TestPage'
import { closeInside, mayClose, mayOpen, showInside } from './inside'

function page() {
  const test = new TestPage({ 'weights.carry': ({ way }) => ({ weights: `${way}ed` }) })
  const series = test.add('series')
  const lstm = test.add('lstm')
  const decide = test.add('decide-number')
  test.wire(`${series}.values`, `${lstm}.sequence`)
  test.wire(`${lstm}.last`, `${decide}.features`)
  return { test, lstm }
}

it('a composite node opens as one step, closes as one, and is itself again', async () => {
  const { test, lstm } = page()
  const before = test.document
  test.select(lstm)
  expect(mayOpen(test.page)).toBe(true)
  await showInside(test.page)
  expect(test.document.nodes[lstm]).toBeUndefined()
  expect(test.document.nodes[`${lstm}-forget`]?.parent).toBe(`${lstm}-loop`)
  test.expectNoProblems()
  expect(test.undoName).toBe('show what is inside LSTM')
  expect(test.page.documents.getState().weights).toBe('opened')
  test.select(`${lstm}-forget`)
  expect(mayClose(test.page)).toBe(true)
  await closeInside(test.page)
  expect(test.document).toEqual(before)
  expect(test.page.documents.getState().weights).toBe('closeed')
  test.undo().undo()
  expect(test.document).toEqual(before)
  test.redo()
  test.expectNoProblems()
})

it('what was changed inside says so, and stays open', async () => {
  const { test, lstm } = page()
  test.select(lstm)
  await showInside(test.page)
  const wire = Object.values(test.document.wires).find(({ to }) => to.node === `${lstm}-kept`)
  test.page.session.setState({ selectedNodes: new Set(), selectedWires: new Set([wire!.id]) })
  const { deleteSelection } = await import('./editing')
  deleteSelection(test.page)
  const changed = test.document
  test.select(`${lstm}-kept`)
  await closeInside(test.page)
  expect(test.document).toBe(changed)
  expect(test.page.session.getState().notices.at(-1)?.text).toMatch(/LSTM was changed inside: .* is gone/)
})

it('a node without its inputs says what it needs', async () => {
  const test = new TestPage()
  test.select(test.add('lstm'))
  await showInside(test.page)
  expect(test.page.session.getState().notices.at(-1)?.text).toMatch(/Wire its inputs first/)
})
