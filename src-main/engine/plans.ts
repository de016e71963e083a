/** Compiled documents with their sessions, kept while they are likely to be asked for again. */
import type { HeedDocument } from '#shared/document/document'
import { compileStages } from '../compile/compile'
import type { Lowered } from '../compile/lowered'
import type { Weights } from '../compile/weights'
import { type ReadyStage, readyStages, releaseStages } from './drive'

export interface Plan {
  readonly lowered: Lowered
  readonly stages: readonly ReadyStage[]
}

export interface PlanChoices {
  readonly forced: boolean
  /** Off for measuring what showing attention costs. */
  readonly attention?: boolean
  /** Weights are given with each run. */
  readonly open?: boolean
}

const KEPT = 6

export class Plans {
  readonly #plans = new Map<string, Promise<Plan>>()

  /** The plan of a document with these weights; made anew only when something that matters to it has changed. */
  async get(
    document: HeedDocument,
    weightsKey: string,
    weights: Weights,
    choices: PlanChoices,
  ): Promise<Plan> {
    const key = JSON.stringify([meaning(document), weightsKey, choices])
    const known = this.#plans.get(key)
    if (known) {
      this.#plans.delete(key)
      this.#plans.set(key, known)
      return known
    }
    const made = make(document, weights, choices)
    this.#plans.set(key, made)
    made.catch(() => this.#plans.delete(key))
    await made
    for (const [old, plan] of this.#plans) {
      if (this.#plans.size <= KEPT) break
      this.#plans.delete(old)
      plan.then(({ stages }) => releaseStages(stages)).catch(() => undefined)
    }
    return made
  }
}

async function make(document: HeedDocument, weights: Weights, choices: PlanChoices): Promise<Plan> {
  const { lowered, stages } = compileStages(document, { ...choices, weights })
  return { lowered, stages: await readyStages(stages) }
}

/** What of a document changes the plan: not where things stand, nor its notes and examples. */
function meaning(document: HeedDocument): unknown {
  const nodes = Object.values(document.nodes).map(({ id, kind, title, params, parent, tieTo }) => [
    id,
    kind,
    title,
    params,
    parent,
    tieTo,
  ])
  const wires = Object.values(document.wires).map(({ from, to, order }) => [from, to, order])
  return [nodes, wires, document.vocabularies, document.seed]
}
