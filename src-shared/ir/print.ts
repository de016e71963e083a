/** A graph as text, for golden tests and for people. */
import type { Attribute, Graph, Node, Value } from './graph'

function typed(value: Value): string {
  return `${value.name}: ${value.dtype}[${value.shape?.join(', ') ?? '?'}]`
}

function attribute(name: string, value: Attribute): string {
  if (value.type === 'tensor') return `${name}=tensor[${value.value.dims.join(', ')}]`
  if (value.type === 'graph') return `${name}=graph`
  return `${name}=${Array.isArray(value.value) ? `[${value.value.join(', ')}]` : String(value.value)}`
}

function lines(node: Node, indent: string): string[] {
  const outputs = node.outputs.map((value) => (value ? typed(value) : '_')).join(', ')
  const inputs = node.inputs.map((value) => value?.name ?? '_').join(', ')
  const attributes = Object.entries(node.attributes).map(([name, value]) => attribute(name, value))
  const op = node.domain === '' ? node.op : `${node.domain}.${node.op}`
  const head = `${indent}${outputs} = ${op}(${[inputs, ...attributes].filter((part) => part !== '').join('; ')})`
  const body: string[] = []
  const inner = `${indent}  `
  if (node.loop) {
    const { index, elements, carries, histories, collected, steps } = node.loop
    body.push(`${inner}for ${index.name} in ${steps}`)
    for (const { sequence, element } of elements)
      body.push(`${inner}each ${typed(element)} of ${sequence.name}`)
    for (const { initial, value, next, final } of carries)
      body.push(
        `${inner}carry ${typed(value)} from ${initial.name} next ${next.name}${final ? ` final ${final.name}` : ''}`,
      )
    for (const { item, value } of histories) body.push(`${inner}history ${typed(value)} of ${item.name}`)
    for (const { item, all } of collected) body.push(`${inner}collect ${item.name} as ${all.name}`)
    if (node.loop.continue) body.push(`${inner}while ${node.loop.continue.name}`)
    body.push(...node.loop.body.nodes.flatMap((inside) => lines(inside, inner)))
  }
  for (const value of Object.values(node.attributes))
    if (value.type === 'graph')
      body.push(
        ...printGraph(value.value)
          .split('\n')
          .map((line) => `${inner}${line}`),
      )
  return [head, ...body]
}

export function printGraph(graph: Graph): string {
  return [
    `graph ${graph.name}`,
    ...graph.inputs.map((value) => `in ${typed(value)}`),
    ...[...graph.constants.keys()].map((value) => `const ${typed(value)}`),
    ...graph.nodes.flatMap((node) => lines(node, '')),
    ...graph.outputs.map((value) => `out ${typed(value)}`),
  ].join('\n')
}
