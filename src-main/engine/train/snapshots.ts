/** Where a network that is still learning looks, on the document's own example. */
import { FaultError } from '#shared/base/fault'
import type { RunOutput } from '#shared/contract/contract'
import type { SiteInfo, Slice } from '#shared/contract/slice'
import type { HeedDocument } from '#shared/document/document'
import type { Weights } from '../../compile/weights'
import { Plans } from '../plans'
import { RunControl, runDocument } from '../run'

export interface Look {
  readonly outputs: readonly RunOutput[]
  readonly sites: readonly SiteInfo[]
  readonly slices: readonly Slice[]
}

/** Sessions are made once; the weights are given with each look. */
export class Looker {
  readonly #document: HeedDocument
  readonly #plans = new Plans()

  constructor(document: HeedDocument) {
    this.#document = document
  }

  /** Nothing where the example is not one that the network can be asked: training goes on without a look. */
  async look(weights: Weights): Promise<Look> {
    try {
      return await this.#ask(weights)
    } catch (error) {
      if (error instanceof FaultError && error.fault.code === 'bad-input')
        return { outputs: [], sites: [], slices: [] }
      throw error
    }
  }

  async #ask(weights: Weights): Promise<Look> {
    const slices: Slice[] = []
    const control = new RunControl()
    const ask = { run: '', document: this.#document, weights: 'open', inputs: {} }
    const { outputs, sites } = await runDocument(
      this.#plans,
      weights,
      ask,
      control,
      (name, event) => {
        if (name !== 'run.slice' || !('slice' in event)) return
        slices.push(event.slice)
        control.credit(1)
      },
      { open: true },
    )
    return { outputs, sites, slices }
  }
}
