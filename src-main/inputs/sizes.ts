/** Sizes that a file leaves open: what they are called, and what they are when nobody says. */
import type { ModelForm } from '#shared/contract/model'
import type { Dim, Value } from '#shared/ir/graph'
import type { InputPlan } from './plan'

const USUAL = 8
const USUAL_SIDE = 224

/** The name that a person sees for an open size; unnamed ones are called after their input. */
export function sizeName({ name }: Value, dim: string, axis: number): string {
  return dim.startsWith('?') ? `${name} axis ${axis + 1}` : dim
}

export function usualSize(name: string, axis: number): number {
  if (/past/i.test(name)) return 0
  if (axis === 0 || /batch/i.test(name)) return 1
  return /height|width/i.test(name) ? USUAL_SIDE : USUAL
}

/** Sizes that neither a text nor a picture gives; a name of several axes is as large as the largest of them usually is. */
export function openSizes(plan: InputPlan, pair: boolean): ModelForm['dims'] {
  const known = new Set<string>()
  const open = new Map<string, number>()
  const each = (visit: (name: string, axis: number) => void, roles: (role: string) => boolean) => {
    for (const { value, role } of plan.signature.inputs)
      if (roles(role))
        value.shape?.forEach((dim: Dim, axis) => {
          if (typeof dim === 'string') visit(sizeName(value, dim, axis), axis)
        })
  }
  each(
    (name) => known.add(name),
    (role) => GIVEN.has(role) || (pair && role.startsWith('states')),
  )
  each(
    (name, axis) => {
      const size = Math.max(usualSize(name, axis), open.get(name) ?? 0)
      if (!known.has(name) && size > 0) open.set(name, size)
    },
    (role) => role === 'tensor' || role.startsWith('states'),
  )
  return [...open].map(([name, size]) => ({ name, size }))
}

/** What these have for sizes is given by a text or a picture, or follows from it. */
const GIVEN = new Set<string>(['ids', 'decoder ids', 'mask', 'decoder mask', 'types', 'positions', 'picture'])
