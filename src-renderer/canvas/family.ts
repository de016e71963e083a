/** The wires that carry one value: pointing at a port lights up those from the same output, with the ports that they end at. */
import { createStore } from 'zustand/vanilla'
import type { HeedDocument, PortRef } from '#shared/document/document'
import type { PortEnd } from '../stores/session'
import { endKey } from './reach'

export interface Family {
  readonly wires: ReadonlySet<string>
  /** By {@link endKey}. */
  readonly ports: ReadonlySet<string>
}

export const NO_FAMILY: Family = { wires: new Set(), ports: new Set() }

export const familyStore = createStore<Family>(() => NO_FAMILY)

export function familyOf(document: HeedDocument, end: PortEnd): Family {
  const all = Object.values(document.wires)
  const sources =
    end.side === 'output' ? [end] : all.filter(({ to }) => isAt(to, end)).map(({ from }) => from)
  const wires = all.filter(({ from }) => sources.some((source) => isAt(from, source)))
  if (wires.length === 0) return NO_FAMILY
  return {
    wires: new Set(wires.map(({ id }) => id)),
    ports: new Set(
      wires.flatMap(({ from, to }) => [
        endKey({ ...from, side: 'output' }),
        endKey({ ...to, side: 'input' }),
      ]),
    ),
  }
}

export function showFamily(family: Family): void {
  if (familyStore.getState() !== family) familyStore.setState(family, true)
}

function isAt(a: PortRef, b: PortRef): boolean {
  return a.node === b.node && a.port === b.port
}
