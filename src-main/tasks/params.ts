/** Parameters of a task as they are used: complete, and checked, since a document may come from anywhere. */
import { assert } from '#shared/base/assert'
import { fault } from '#shared/base/fault'
import type { Param, Params, ParamValue } from '#shared/kinds/kind'
import type { Task } from './task'

/**
 * The parameters as given, with defaults for those that are not; names that the task does not know are left out.
 * Throws the fault `invalid-document` where a value is not one that the parameter allows.
 */
export function fullParams(task: Task, given: Params): Params {
  const full: Record<string, ParamValue> = {}
  for (const [name, param] of Object.entries(task.params)) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    const expected = value === undefined ? undefined : violated(param, value)
    if (expected !== undefined) {
      throw fault(
        'invalid-document',
        `Task ${task.title} ▸ ${param.label}: expected ${expected}, found ${JSON.stringify(value)}.`,
      )
    }
    full[name] = value ?? param.default
  }
  return full
}

/** What the parameter expects, when the value is something else. */
function violated(param: Param, value: ParamValue): string | undefined {
  switch (param.type) {
    case 'integer':
    case 'number': {
      const whole = param.type === 'integer'
      const fits = typeof value === 'number' && value >= param.min && value <= param.max
      if (fits && (!whole || Number.isInteger(value))) return undefined
      return `a ${whole ? 'whole ' : ''}number from ${param.min} to ${param.max}`
    }
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'true or false'
    case 'choice': {
      const values = param.choices.map((choice) => choice.value)
      return values.some((choice) => choice === value) ? undefined : `one of ${values.join(', ')}`
    }
    default:
      return typeof value === 'string' ? undefined : 'a text'
  }
}

export function numberParam(params: Params, name: string): number {
  const value = params[name]
  assert(typeof value === 'number', `task parameter ${name} is a number`, value)
  return value
}

export function textParam(params: Params, name: string): string {
  const value = params[name]
  assert(typeof value === 'string', `task parameter ${name} is a text`, value)
  return value
}
