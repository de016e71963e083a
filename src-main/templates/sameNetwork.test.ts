import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { need } from '#shared/base/assert'
import { decodeHeedFile } from '../files/heedFile'
import { differences } from './sameNetwork'
import { papers, templates } from './template'

const document = need(templates.get('recurrent'), 'a template').build()

test('words and places are not what weights depend on', () => {
  const nodes = Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => [
      id,
      { ...node, title: 'Other', position: { x: 1, y: 2 } },
    ]),
  )
  expect(differences({ ...document, title: 'Other', note: 'Other', nodes }, document)).toEqual([])
})

test('what weights depend on is named', () => {
  const { cell, ...nodes } = document.nodes
  const smaller = { ...need(cell, 'the cell'), params: { size: 16, activation: 'tanh' } }
  const other = { ...document, nodes: { ...nodes, cell: smaller }, seed: 7, training: {} }
  expect(differences(other, document)).toEqual(['nodes', 'seed', 'training'])
})

test.each([...templates, ...papers])('%s is shipped as it is built, with its note', (id, { build }) => {
  const bytes = readFileSync(join('resources', 'templates', `${id}.heed`))
  const shipped = decodeHeedFile(new Uint8Array(bytes)).document
  const built = build()
  expect(differences(built, shipped)).toEqual([])
  expect([shipped.title, shipped.note]).toEqual([built.title, built.note])
})
