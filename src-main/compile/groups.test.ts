/** Groups are for people: whatever lies in one, the network is the same. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { apply } from '#shared/document/diff'
import { putInGroup } from '#shared/document/editsFrame'
import { printGraph } from '#shared/ir/print'
import { templates } from '../templates/template'
import { compileModel } from './compile'

it('any nodes of any template in groups, and these in groups, compile to the same graph', () => {
  const documents = [...templates.values()].map(({ build }) => build())
  const plain = documents.map((document) => printGraph(compileModel(document).graph))
  let grouped = 0
  fc.assert(
    fc.property(
      fc.nat(),
      fc.array(fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 3 }),
      (which, rounds) => {
        const at = which % documents.length
        let document = documents[at]!
        for (const picks of rounds) {
          const ids = Object.keys(document.nodes)
          const { parent } = document.nodes[ids[picks[0]! % ids.length]!]!
          const level = ids.filter((id) => document.nodes[id]!.parent === parent)
          const group = putInGroup(
            document,
            picks.map((pick) => level[pick % level.length]!),
          )
          if (!group.ok) throw new Error(group.error)
          document = apply(document, group.value.diff)
          grouped += 1
        }
        expect(printGraph(compileModel(document).graph)).toBe(plain[at])
      },
    ),
    { seed: 5, numRuns: 25 },
  )
  expect(grouped).toBeGreaterThan(25)
})
