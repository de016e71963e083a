import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { SiteInfo } from '#shared/contract/slice'
import type { StateFrame } from '#shared/contract/states'
import {
  layoutWritten,
  type PanelPlace,
  WRITTEN_FONT,
  type WrittenLayout,
} from '#shared/pictures/layout/writtenLayout'
import { layerWeight } from '#shared/pictures/model/heads'
import { type AttentionMatrix, newestArrival } from '#shared/pictures/model/history'
import { frameAt, memoryOf } from '#shared/pictures/model/memoryFrames'
import { stateLog } from '../../stores/states'
import { useMeasure, useSize } from '../hooks'
import type { Picture } from '../picture'
import { ContentsPanel } from './ContentsPanel'
import { WeightsPanel } from './WeightsPanel'

/** One site over the memory, as far as it is shown. */
export interface WrittenSite {
  readonly site: SiteInfo
  readonly matrix: AttentionMatrix
  readonly shown: number
  /** Its row that was made last; undefined before it has made any. */
  readonly now: number | undefined
  readonly writes: boolean
}

/** A memory that the network writes to: where it writes and reads over time, and between them what the memory holds at this moment. */
export function WrittenView({ picture }: { readonly picture: Picture }) {
  const { others, joined, latest } = picture
  const frame = useRef<HTMLDivElement>(null)
  const { width, height } = useSize(frame)
  const measure = useMeasure(WRITTEN_FONT)
  useSyncExternalStore(stateLog.subscribe, () => stateLog.version)
  const memories = stateLog.infos().filter(({ what }) => what === 'memory')
  const parts: WrittenSite[] = others.map(({ site, history, shown }) => {
    const newest = history.steps[Math.max(0, shown - 1)]
    const matrix = newest === undefined ? undefined : history.passes.get(newest.pass)
    return {
      site,
      matrix: matrix ?? NOTHING,
      shown,
      now: matrix === undefined ? undefined : newestArrival(matrix, shown)?.row,
      writes: memories.some(({ node }) => node === site.node),
    }
  })
  const writer =
    parts.findLast(({ writes, now }) => writes && now !== undefined) ?? parts.find(({ writes }) => writes)
  const info = memoryOf(memories, writer?.site.node)
  const contents: StateFrame | undefined =
    info &&
    frameAt(
      stateLog.frames(info.id),
      writer?.now === undefined ? undefined : [...writer.matrix.coordinates, writer.now],
    )
  const slots = Math.max(contents?.rows ?? 0, ...parts.map(({ matrix }) => matrix.columnLabels.length))
  const shape = parts.map(({ matrix }) => Math.max(1, matrix.rowLabels.length)).join(' ')
  const columns = contents?.columns ?? 0
  const before = parts.filter(({ writes }) => writes).length
  const layout: WrittenLayout = useMemo(
    () =>
      layoutWritten({
        slots,
        steps: shape.split(' ').map(Number),
        before,
        features: columns,
        width,
        height,
      }),
    [slots, shape, before, columns, width, height],
  )
  const ordered = [...parts.filter(({ writes }) => writes), ...parts.filter(({ writes }) => !writes)]
  const [slot, setSlot] = useState<number>()
  const touched = ordered.find(({ site }) => site.id === latest)
  const strongest = touched && strongestSlot(touched, joined)
  return (
    <section className="attention-view is-memory" aria-label="Memory">
      <div className="attention-memory" ref={frame}>
        {width > 0 && (
          <div
            className="attention-memory-whole"
            style={{ width: layout.width, height: layout.height }}
            onPointerLeave={() => setSlot(undefined)}
          >
            <SlotNames
              layout={layout}
              labels={parts[0]?.matrix.columnLabels ?? []}
              active={slot ?? strongest}
            />
            {ordered.map((part, at) => (
              <WeightsPanel
                key={part.site.id}
                picture={picture}
                part={part}
                place={layout.panels[at] as PanelPlace}
                layout={layout}
                measure={measure}
                slot={slot}
                onSlot={setSlot}
                live={part.site.id === latest}
              />
            ))}
            {layout.contents !== undefined && contents !== undefined && (
              <ContentsPanel
                frame={contents}
                title={
                  writer?.now === undefined
                    ? 'Memory, blank'
                    : `Memory after “${contents.step ?? writer.matrix.rowLabels[writer.now] ?? ''}”`
                }
                place={layout.contents}
                layout={layout}
                theme={picture.theme}
                slot={slot ?? strongest}
                onSlot={setSlot}
              />
            )}
          </div>
        )}
      </div>
    </section>
  )
}

const NOTHING: AttentionMatrix = {
  coordinates: [],
  heads: 1,
  arrivals: [],
  rowLabels: [],
  columnLabels: [],
}

/** The slot that the newest row touches most. */
function strongestSlot({ matrix, shown }: WrittenSite, joined: Picture['joined']): number | undefined {
  const newest = newestArrival(matrix, shown)
  if (newest === undefined) return undefined
  let best: number | undefined
  for (let slot = 0; slot < newest.arrival.slice.columns; slot++) {
    const weight = layerWeight(joined, newest.arrival, slot)
    if (weight > 0 && (best === undefined || weight > layerWeight(joined, newest.arrival, best))) best = slot
  }
  return best
}

interface SlotNamesProps {
  readonly layout: WrittenLayout
  readonly labels: readonly string[]
  readonly active: number | undefined
}

function SlotNames({ layout, labels, active }: SlotNamesProps) {
  const { top, cell, names, every } = layout
  return (
    <div aria-hidden="true">
      {labels.map((label, slot) => {
        const named = slot % every === 0 || slot === active
        // Beside the name of the slot that is looked at, the regular ones keep their distance.
        const close = active !== undefined && slot !== active && Math.abs(slot - active) * cell < 12
        return (
          named &&
          !close && (
            <span
              key={label}
              className={`attention-slot-name${slot === active ? ' is-active' : ''}`}
              style={{ top: top + slot * cell, height: cell, lineHeight: `${cell}px`, width: names - 6 }}
            >
              {label}
            </span>
          )
        )
      })}
    </div>
  )
}
