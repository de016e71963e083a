import { create } from '@bufbuild/protobuf'
import { describe, expect, it } from 'vitest'
import { checkFunctions } from './functions'
import { type ModelProto, schemaOf } from './schema'

/** Functions by the names of those that they call. */
function modelOf(functions: Readonly<Record<string, readonly string[]>>): { proto: ModelProto } {
  const node = (opType: string) => ({ opType, domain: 'own', input: ['x'], output: ['y'] })
  return {
    proto: create(schemaOf('ModelProto'), {
      graph: { node: [node(Object.keys(functions)[0] ?? '')] },
      functions: Object.entries(functions).map(([name, calls]) => ({
        name,
        domain: 'own',
        node: calls.map(node),
      })),
    }),
  }
}

describe("a model's own functions", () => {
  it('may call one another', () => {
    expect(() => checkFunctions(modelOf({ a: ['b', 'b'], b: ['c'], c: [] }))).not.toThrow()
  })
  it('may not call themselves', () => {
    expect(() => checkFunctions(modelOf({ a: ['a'] }))).toThrow('“a” calls itself')
  })
  it('may not go round in a circle, even where nothing calls them', () => {
    expect(() => checkFunctions(modelOf({ main: [], a: ['b'], b: ['c'], c: ['a'] }))).toThrow('calls itself')
  })
  it('may not stand for more nodes than any memory holds', () => {
    const names = Array.from({ length: 60 }, (_, i) => `f${i}`)
    const functions = Object.fromEntries(
      names.map((name, i) => [name, i < 59 ? [`f${i + 1}`, `f${i + 1}`] : ['Add']]),
    )
    expect(() => checkFunctions(modelOf(functions))).toThrow('stand for more than')
  })
  it('may not call one another without end', () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `f${i}`)
    const functions = Object.fromEntries(names.map((name, i) => [name, [`f${i + 1}`]]))
    expect(() => checkFunctions(modelOf(functions))).toThrow('deep')
  })
})
