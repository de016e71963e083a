/** A template with its seeded weights, compiled and ready to be run again and again on its own example. */
import { need } from '#shared/base/assert'
import type { HeedDocument } from '#shared/document/document'
import { compileStages } from '../../src-main/compile/compile'
import { drive, type Environment, readyStages, releaseStages } from '../../src-main/engine/drive'
import { fillFields } from '../../src-main/engine/fields'
import { Plans } from '../../src-main/engine/plans'
import { RunControl, runDocument } from '../../src-main/engine/run'
import { templates } from '../../src-main/templates/template'

export function templateDocument(id: string): HeedDocument {
  return need(templates.get(id), `template ${id}`).build()
}

export interface Prepared {
  /** One whole run, loops step by step. */
  run(): Promise<void>
  release(): Promise<void>
}

export async function prepareStages(document: HeedDocument, attention: boolean): Promise<Prepared> {
  const { lowered, stages } = compileStages(document, { attention })
  const { feeds } = fillFields(document, lowered, {}, undefined)
  const ready = await readyStages(stages)
  return {
    run() {
      const environment: Environment = new Map(lowered.graph.constants)
      for (const input of lowered.graph.inputs) environment.set(input, need(feeds[input.name], input.name))
      return drive(ready, environment, { computed: () => undefined })
    },
    release: () => releaseStages(ready),
  }
}

/** A whole run as a page asks for it, with everything that it is told; the page takes it all at once. */
export function prepareRun(document: HeedDocument, states: boolean): () => Promise<unknown> {
  const plans = new Plans()
  return () => {
    const control = new RunControl()
    const ask = { run: 'bench', document, weights: 'seeded', inputs: {}, states }
    return runDocument(plans, {}, ask, control, (name) => {
      if (name === 'run.slice' || name === 'run.state') control.credit(1)
    })
  }
}
