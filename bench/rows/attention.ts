/** What showing attention costs: the same step graph with and without its weights fetched, in turn. */
import { prepareStages, templateDocument } from '../inside/prepared'
import type { Bench, Row } from '../row'
import { measurePair, spreadOf } from '../samples'

const TEMPLATES = ['translation-attention', 'transformer']
const GOAL = 1.1

export const attention: Bench = {
  name: 'attention',
  async run() {
    const rows: Row[] = []
    for (const id of TEMPLATES) {
      const document = templateDocument(id)
      const shown = await prepareStages(document, true)
      const plain = await prepareStages(document, false)
      const { first, second, ratio } = await measurePair(shown.run, plain.run, { warm: 30, count: 300 })
      await shown.release()
      await plain.release()
      rows.push({
        name: `run ${id}, attention fetched`,
        times: spreadOf(first),
        beside: { name: 'not fetched', times: spreadOf(second), ratio },
        goal: { of: 'ratio', under: GOAL },
      })
    }
    return rows
  },
}
