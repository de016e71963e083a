/** Compiled documents with their sessions, kept while they are likely to be asked for again. */
import type { HeedDocument } from '#shared/document/document'
import { namedMeaning } from '#shared/document/meaning'
import { compileStages, type StageChoices } from '../compile/compile'
import type { Lowered } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { type ReadyStage, readyStages, releaseStages } from './drive'

export interface Plan {
  readonly lowered: Lowered
  readonly stages: readonly ReadyStage[]
}

export interface PlanChoices extends StageChoices {
  readonly forced: boolean
  /** Weights are given with each run. */
  readonly open?: boolean
}

interface Kept {
  readonly plan: Promise<Plan>
  /** Runs that go on with it. */
  users: number
}

export class Plans {
  readonly #plans = new Map<string, Kept>()
  readonly #most: number

  constructor(most = 6) {
    this.#most = most
  }

  /**
   * Works with the plan of a document with these weights; it is made anew only when something that matters to it has changed, and kept while it
   * is worked with.
   */
  async use<T>(
    document: HeedDocument,
    weightsKey: string,
    weights: Weights,
    choices: PlanChoices,
    work: (plan: Plan) => Promise<T>,
  ): Promise<T> {
    const key = JSON.stringify([namedMeaning(document), weightsKey, choices])
    const kept = this.#plans.get(key) ?? { plan: make(document, weights, choices), users: 0 }
    // The one used last stands last.
    this.#plans.delete(key)
    this.#plans.set(key, kept)
    kept.users++
    try {
      return await work(await kept.plan)
    } finally {
      kept.users--
      kept.plan.catch(() => this.#plans.delete(key))
      this.#makeRoom()
    }
  }

  #makeRoom(): void {
    for (const [key, { plan, users }] of this.#plans) {
      if (this.#plans.size <= this.#most) return
      if (users > 0) continue
      this.#plans.delete(key)
      plan.then(({ stages }) => releaseStages(stages)).catch(() => undefined)
    }
  }
}

async function make(document: HeedDocument, weights: Weights, choices: PlanChoices): Promise<Plan> {
  const { lowered, stages } = compileStages(document, { ...choices, weights })
  return { lowered, stages: await readyStages(stages) }
}
