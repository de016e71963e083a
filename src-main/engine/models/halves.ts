/** One model, or an encoder and a decoder, each with its part of the inputs. */
import { fault } from '#shared/base/fault'
import type { ModelSite } from '#shared/contract/contract'
import type { ModelInputs } from '#shared/contract/model'
import type { Filled } from '../../inputs/fill/fill'
import { patchGrid } from '../../inputs/pictures/patches'
import type { InputPlan } from '../../inputs/plan'
import { describeSite } from '../../inspect/describe'
import type { DetectedSite } from '../../inspect/site'
import type { AxisSource } from './axes'
import { decoderField, type RunningModel } from './runningModel'
import { shownSite } from './sessions'

export interface Half {
  readonly running: RunningModel
  readonly plan: InputPlan
  /** What its sites' ids begin with. */
  readonly prefix: string
  /** Its part of what a person gave. */
  readonly inputs: ModelInputs
  /** A field's name, seen from outside. */
  field(id: string): string
}

export interface Look {
  readonly half: Half
  readonly site: DetectedSite
  readonly info: ModelSite
}

/** Encoder before decoder. An encoder is not run when its result is given. */
export async function halvesOf(running: RunningModel, inputs: ModelInputs): Promise<readonly Half[]> {
  const pair = await running.pair()
  if (pair === undefined) return [alone(running, await running.plan(), inputs)]
  const decoderPlan = await pair.decoder.plan()
  const decoder: Half = {
    running: pair.decoder,
    plan: decoderPlan,
    prefix: pair.half === 'decoder' ? 'decoder.' : '',
    inputs: decoderPart(inputs),
    field: decoderField,
  }
  const states = decoderPlan.signature.inputs.find(({ role }) => role === 'states')?.value.name
  if (running === pair.decoder && states !== undefined && inputs.tensors?.[states] !== undefined)
    return [alone(running, decoderPlan, inputs)]
  const encoder: Half = {
    running: pair.encoder,
    plan: await pair.encoder.plan(),
    prefix: pair.half === 'encoder' ? 'encoder.' : '',
    inputs,
    field: (id) => id,
  }
  return [encoder, decoder]
}

function alone(running: RunningModel, plan: InputPlan, inputs: ModelInputs): Half {
  return { running, plan, prefix: '', inputs, field: (id) => id }
}

/** What is called `decoder.…`, and what belongs to the run as a whole. */
function decoderPart(inputs: ModelInputs): ModelInputs {
  const start = decoderField('')
  const part = <T>(all: Readonly<Record<string, T>> | undefined): Record<string, T> =>
    Object.fromEntries(
      Object.entries(all ?? {}).flatMap(([id, value]) =>
        id.startsWith(start) ? [[id.slice(start.length), value]] : [],
      ),
    )
  return {
    texts: part(inputs.texts),
    tensors: part(inputs.tensors),
    rules: part(inputs.rules),
    dims: { ...inputs.dims, ...part(inputs.dims) },
  }
}

/** @throws FaultError `not-found` or `unsupported` */
export function lookAt(halves: readonly Half[], id: string): Look {
  const half =
    halves.find(({ prefix }) => prefix !== '' && id.startsWith(prefix)) ??
    halves.find(({ prefix }) => prefix === '')
  if (half === undefined) throw fault('not-found', `The model has no attention site “${id}”.`)
  return lookOf(half, shownSite(half.running.open, id.slice(half.prefix.length)))
}

/** Everything that can be shown, in the order of layers. */
export function everyLook(halves: readonly Half[]): Look[] {
  return halves.flatMap((half) =>
    half.running.open.found.sites.filter(({ shown }) => shown).map((site) => lookOf(half, site)),
  )
}

function lookOf(half: Half, site: DetectedSite): Look {
  const info = describeSite(site)
  return { half, site, info: { ...info, id: `${half.prefix}${site.id}` } }
}

/** What positions of a half may stand for; a decoder of a pair also looks at the encoder's. */
export function sourcesOf(half: Half, { texts, pictures, feeds }: Filled): AxisSource[] {
  const { plan, running } = half
  return [
    ...texts.map(({ field, tokens }, index): AxisSource => {
      const said =
        plan.signature.half === 'decoder' || (index > 0 && plan.texts[index]?.role === 'decoder ids')
      const length = feeds[field]?.dims.at(-1) ?? tokens.length
      const labels = Array.from({ length: Math.max(length, tokens.length) }, (_, i) => tokens[i]?.text ?? '·')
      return { field: half.field(field), said, name: said ? 'said words' : 'words', labels }
    }),
    ...pictures.flatMap(({ field }): AxisSource[] => {
      const rule = plan.pictures.get(field)
      const grid = rule && patchGrid(running.open.model, rule)
      return grid === undefined
        ? []
        : [{ field: half.field(field), said: false, name: 'patches', labels: [], grid }]
    }),
  ]
}
