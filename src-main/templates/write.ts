/** `npm run templates`: writes every template, with its seeded weights, into a folder. The same source gives the same bytes. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { argv } from 'node:process'
import { lower } from '../compile/lower'
import { weightsOf } from '../compile/weights'
import { atomicWrite } from '../files/atomicWrite'
import { encodeHeedFile } from '../files/heedFile'
import { templates } from './template'

const folder = argv[2] ?? join('resources', 'templates')

await mkdir(folder, { recursive: true })
for (const [id, { build }] of templates) {
  const document = build()
  const bytes = encodeHeedFile({ document, weights: weightsOf(lower(document), document.seed) })
  const path = join(folder, `${id}.heed`)
  await atomicWrite(path, bytes)
  console.log(`${path} ${bytes.length} bytes`)
}
