/** Each group of kinds has a name and a shape: ports are told apart without seeing colours. */
import type { Group } from '../kinds/kind'

export interface GroupLook {
  readonly title: string
  /** SVG path data of the port's mark in a 10 × 10 box. */
  readonly mark: string
}

/** In the order of the palette. */
export const groups: Readonly<Record<Group, GroupLook>> = {
  input: { title: 'Inputs', mark: 'M5 .7a4.3 4.3 0 1 0 .01 0z' },
  layer: { title: 'Layers', mark: 'M1.2 1.2h7.6v7.6h-7.6z' },
  recurrent: { title: 'Recurrent', mark: 'M5 .2 9.8 5 5 9.8 .2 5z' },
  attention: { title: 'Attention', mark: 'M5 .6 9.6 9H.4z' },
  memory: { title: 'Memory', mark: 'M2.6 .8h4.8L9.8 5 7.4 9.2H2.6L.2 5z' },
  decision: { title: 'Decisions', mark: 'M.8 .8h4.4L9.6 5 5.2 9.2H.8z' },
  loop: { title: 'Loops and groups', mark: 'M3.4 .6h3.2v2.8h2.8v3.2H6.6v2.8H3.4V6.6H.6V3.4h2.8z' },
}
