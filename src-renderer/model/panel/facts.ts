/** What is said of a model in one line. */
import type { OpenedModel } from '#shared/contract/contract'
import { operatorsText } from '#shared/pictures/level/cards'

type Facts = Pick<OpenedModel, 'producer' | 'opsets' | 'parameters' | 'nodes'>

/** "pytorch 2.13.0", "opset 17", "110 M parameters", "1,234 operators". */
export function factsOf({ producer, opsets = {}, parameters, nodes }: Facts): string[] {
  const versions = Object.entries(opsets).map(([domain, version]) =>
    domain === '' || domain === 'ai.onnx' ? `opset ${version}` : `${domain} ${version}`,
  )
  return [
    ...(producer === undefined ? [] : [producer]),
    ...versions,
    ...(parameters === undefined ? [] : [`${countText(parameters)} parameters`]),
    operatorsText(nodes),
  ]
}

/** `812`, `4.2 k`, `110 M`. */
export function countText(count: number): string {
  if (count < 1000) return String(count)
  const [unit, by] = count < 1e6 ? ['k', 1e3] : count < 1e9 ? ['M', 1e6] : ['G', 1e9]
  const value = count / (by as number)
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${unit}`
}
