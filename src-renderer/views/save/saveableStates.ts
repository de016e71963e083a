/** What of hidden states, and of what inputs did, can be saved. */
import type { Attribution, StateInfo } from '#shared/contract/states'
import { attributionFile } from '#shared/pictures/attributionFile'
import type { Heat } from '#shared/pictures/model/heat'
import { attributionCsv, heatCsv, heatNpy } from '#shared/pictures/numbers'
import { statesRoom } from '#shared/pictures/rooms'
import type { Theme } from '#shared/pictures/scale'
import { figureFile } from '#shared/pictures/svg/figure'
import { statesSvg } from '#shared/pictures/svg/statesSvg'
import type { Saveable } from './saving'

/** @param order units from top to bottom */
export function saveableStates(
  info: StateInfo,
  heat: Heat,
  order: readonly number[],
  shown: number,
  theme: Theme,
): Saveable {
  const about = `${heat.steps} ${info.rowAxis} × ${heat.units} ${info.columnAxis}`
  const parts = info.parts?.length ?? 1
  const svg = (shown: number, style?: string) =>
    figureFile(
      statesSvg(heat, { order, shown, parts, theme }, statesRoom(heat.units)),
      { title: info.title, about },
      theme,
      style,
    )
  return {
    name: info.title,
    pictures: [{ title: 'States', played: { steps: heat.steps, svg }, shown }],
    numbers: [
      { format: 'csv', bytes: () => text(heatCsv(heat)) },
      { format: 'npy', bytes: () => heatNpy(heat) },
    ],
  }
}

export function saveableInputs(attribution: Attribution, theme: Theme): Saveable {
  const svg = (_: number, style?: string) => attributionFile(attribution, theme, style)
  return {
    name: attribution.title,
    pictures: [{ title: 'Inputs', played: { steps: 1, svg } }],
    numbers: [{ format: 'csv', bytes: () => text(attributionCsv(attribution)) }],
  }
}

function text(content: string): Uint8Array {
  return new TextEncoder().encode(content)
}
