/** What showing attention and states costs: the same step graph with and without them, in turn. */
import { prepareRun, prepareStages, templateDocument } from '../inside/prepared'
import type { Bench, Row } from '../row'
import { measurePair, spreadOf } from '../samples'

const TEMPLATES = ['translation-attention', 'transformer']
const STATEFUL = ['translation-attention', 'recurrent', 'memory-write']
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
    for (const id of STATEFUL) {
      const document = templateDocument(id)
      const told = prepareRun(document, true)
      const plain = prepareRun(document, false)
      const { first, second, ratio } = await measurePair(told, plain, { warm: 30, count: 300 })
      rows.push({
        name: `run ${id}, states told`,
        times: spreadOf(first),
        beside: { name: 'not told', times: spreadOf(second), ratio },
        goal: { of: 'ratio', under: GOAL },
      })
    }
    return rows
  },
}
