/** A model that can be run: what is known of its inputs, its other half, its sessions, and what the last run found. */

import { basename, join } from 'node:path'
import { fault } from '#shared/base/fault'
import type { Beside, ModelForm } from '#shared/contract/model'
import type { Tensor } from '#shared/ir/graph'
import { filesBeside } from '../../inputs/beside'
import { formOf } from '../../inputs/form'
import { type InputPlan, planInputs } from '../../inputs/plan'
import { describeSite } from '../../inspect/describe'
import { plainFile } from '../../onnx/linked'
import { type OpenModel, openModel } from '../openModel'
import type { LastRun } from './lastRun'
import { Sessions } from './sessions'

export interface Pair {
  readonly encoder: RunningModel
  readonly decoder: RunningModel
  /** The half that is not the model itself. */
  readonly half: 'encoder' | 'decoder'
}

export class RunningModel {
  readonly name: string
  readonly open: OpenModel
  readonly sessions: Sessions
  last: LastRun | undefined
  /** The tensor that was looked at last. */
  tensor: { readonly key: string; readonly tensor: Tensor } | undefined
  readonly #given = new Map<Beside, Uint8Array>()
  #plan: Promise<InputPlan> | undefined
  #other: RunningModel | undefined
  #looked: Promise<void> | undefined

  constructor(name: string, open: OpenModel) {
    this.name = name
    this.open = open
    this.sessions = new Sessions(open)
  }

  plan(): Promise<InputPlan> {
    this.#plan ??= this.#makePlan()
    return this.#plan
  }

  async give(name: Beside, bytes: Uint8Array): Promise<void> {
    this.#given.set(name, bytes)
    this.#forget()
    const pair = await this.pair()
    // Both halves have one tokenizer.
    const other = pair?.encoder === this ? pair.decoder : pair?.encoder
    other?.adopt(name, bytes)
  }

  adopt(name: Beside, bytes: Uint8Array): void {
    this.#given.set(name, bytes)
    this.#forget()
  }

  /** The two halves, where the model is one and the other one is known or lies beside it. */
  async pair(): Promise<Pair | undefined> {
    this.#looked ??= this.#lookBeside()
    await this.#looked
    const other = this.#other
    if (other === undefined) return undefined
    const { signature } = await this.plan()
    return signature.half === 'encoder'
      ? { encoder: this, decoder: other, half: 'decoder' }
      : { encoder: other, decoder: this, half: 'encoder' }
  }

  /** @throws FaultError `bad-input` when the two are no encoder and decoder */
  async pairWith(other: RunningModel): Promise<void> {
    const [mine, theirs] = [(await this.plan()).signature.half, (await other.plan()).signature.half]
    if (mine === undefined || theirs === undefined || mine === theirs)
      throw fault(
        'bad-input',
        `${this.name} and ${other.name} are no pair: expected an encoder and a decoder that reads “encoder_hidden_states”, found ${mine ?? 'neither'} and ${theirs ?? 'neither'}.`,
      )
    this.#other = other
    this.#looked = Promise.resolve()
    this.last = undefined
    this.tensor = undefined
    for (const [name, bytes] of this.#given) other.adopt(name, bytes)
  }

  async form(): Promise<ModelForm> {
    const pair = await this.pair()
    if (pair === undefined) return formOf(await this.plan(), false)
    const encoder = formOf(await pair.encoder.plan(), true)
    const decoder = formOf(await pair.decoder.plan(), true)
    const other = pair.half === 'encoder' ? pair.encoder : pair.decoder
    const { sites, refused } = other.open.found
    return {
      fields: [
        ...encoder.fields,
        ...decoder.fields.map((field) => ({ ...field, id: decoderField(field.id) })),
      ],
      dims: encoder.dims,
      generates: decoder.generates,
      notes: [...new Set([...encoder.notes, ...decoder.notes])],
      pair: {
        half: pair.half,
        name: other.name,
        sites: sites.map((site) => ({ ...describeSite(site), id: `${pair.half}.${site.id}` })),
        refused,
      },
    }
  }

  async release(): Promise<void> {
    await this.sessions.release()
    this.last = undefined
    this.tensor = undefined
  }

  async #makePlan(): Promise<InputPlan> {
    const { model, found, folder, linked } = this.open
    const files = await filesBeside(folder, linked)
    for (const [name, bytes] of this.#given) files.set(name, bytes)
    return planInputs(
      model,
      files,
      found.sites.some(({ causal }) => causal),
    )
  }

  #forget(): void {
    this.#plan = undefined
    this.last = undefined
    this.tensor = undefined
  }

  async #lookBeside(): Promise<void> {
    const { half } = (await this.plan()).signature
    const { folder, linked } = this.open
    if (half === undefined || folder === undefined) return
    for (const name of namesBeside(this.name, half)) {
      const path = join(linked ?? folder, name)
      if ((await plainFile(path, linked === undefined ? undefined : folder)) === undefined) continue
      const other = new RunningModel(basename(path), await openModel(basename(path), { path }))
      if (((await other.plan()).signature.half ?? half) === half) continue
      for (const [name, bytes] of this.#given) other.adopt(name, bytes)
      this.#other = other
      return
    }
  }
}

/** Fields of a pair's decoder, told apart from the encoder's. */
export function decoderField(id: string): string {
  return `decoder.${id}`
}

/** `encoder_model.onnx` ↔ `decoder_model.onnx`, `decoder_model_merged.onnx`, as Optimum names them. */
function namesBeside(name: string, half: 'encoder' | 'decoder'): string[] {
  if (half === 'decoder') {
    const plain = name.replace(/_merged|_with_past|-with-past|-merged/g, '')
    return /decoder/.test(name) ? [plain.replace(/decoder/g, 'encoder')] : []
  }
  if (!/encoder/.test(name)) return []
  const other = name.replace(/encoder/g, 'decoder')
  return [other, other.replace(/(decoder_model)/, '$1_merged')]
}
