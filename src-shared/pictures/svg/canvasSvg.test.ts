import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import { expect, test } from 'vitest'
import { emptyDocument, type HeedDocument } from '../../document/document'
import { titleOf } from '../../document/structure'
import { canvasSvg } from './canvasSvg'

const templates = join(import.meta.dirname, '../../../resources/templates')

function template(name: string): HeedDocument {
  const files = unzipSync(new Uint8Array(readFileSync(join(templates, `${name}.heed`))))
  const read = (file: string) => JSON.parse(strFromU8(files[file]!))
  return { ...read('document.json'), vocabularies: read('vocabularies.json') }
}

test.each(['translation-attention', 'memory-network', 'transformer'])('%s is drawn whole', (name) => {
  const document = template(name)
  const { body, width, height } = canvasSvg(document, 'light')
  for (const node of Object.values(document.nodes)) expect(body).toContain(`>${titleOf(node)}<`)
  const wires = /data-part="wires">([\s\S]*?)<\/g>/.exec(body)![1]!
  expect([...wires.matchAll(/<path/g)]).toHaveLength(Object.keys(document.wires).length)
  expect(width).toBeGreaterThan(500)
  expect(height).toBeGreaterThan(200)
  expect(body).not.toMatch(/NaN|undefined|foreignObject/)
})

const names = readdirSync(templates)
  .filter((file) => file.endsWith('.heed'))
  .map((file) => file.replace('.heed', ''))

test.each(names)('no word of %s is cut, but a list of all columns of a table', (name) => {
  const cut = [...canvasSvg(template(name), 'light').body.matchAll(/>([^<]*…)</g)].map(([, text]) => text)
  expect(cut.filter((text) => !text!.startsWith('“flower” · “sepal'))).toEqual([])
})

test('an empty canvas is an empty picture', () => {
  expect(canvasSvg(emptyDocument(), 'dark').body).toBe('')
})
