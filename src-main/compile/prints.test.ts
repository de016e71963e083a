/** Golden text: what each template compiles to, so that a change of the compiler shows as a change of words. */
import { expect, it } from 'vitest'
import { printGraph } from '#shared/ir/print'
import { templates } from '../templates/template'
import { compileModel } from './compile'

it.each([...templates])('%s compiles to what it did', async (id, { build }) => {
  await expect(`${printGraph(compileModel(build()).graph)}\n`).toMatchFileSnapshot(
    `fixtures/prints/${id}.txt`,
  )
})
