import { useMemo, useState } from 'react'
import type { StateInfo } from '#shared/contract/states'
import { parentOf, titleOf } from '#shared/document/structure'
import { signedText } from '#shared/pictures/diverging'
import { heatOf, ORDERS, type Order, passesOf, unitOrder } from '#shared/pictures/model/heat'
import { useDocument, useRun } from '../../stores/hooks'
import { stateLog } from '../../stores/states'
import { useReducedMotion, useTheme } from '../hooks'
import { PlaybackBar } from '../playback/PlaybackBar'
import { usePlayback } from '../playback/use-playback'
import { useSharedStep } from '../playback/use-shared-step'
import { SaveMenu } from '../save/SaveMenu'
import { saveableStates } from '../save/saveableStates'
import { HeatMap, type Pointed } from './HeatMap'
import { scaleGradient } from './paint'
import { useStateFrames } from './use-states'

interface StatesPanelProps {
  readonly infos: readonly StateInfo[]
  readonly info: StateInfo
  readonly onState: (id: string) => void
}

const ORDER_NAMES: Readonly<Record<Order, string>> = {
  given: 'as they are',
  peak: 'by when they peak',
  activity: 'by activity',
}

/** One recurrent layer: its states as a heat map, how its units are ordered, and playback. */
export function StatesPanel({ infos, info, onState }: StatesPanelProps) {
  const frames = useStateFrames(info.id)
  const theme = useTheme()
  const still = useReducedMotion()
  const running = useRun(({ state }) => state === 'running')
  const run = useRun((state) => state.run)
  const [order, setOrder] = useState<Order>('given')
  const [chosen, setChosen] = useState<string>()
  const [pointed, setPointed] = useState<Pointed>()
  const passes = useMemo(() => passesOf(frames), [frames])
  const pass = chosen !== undefined && passes.includes(chosen) ? chosen : (passes.at(-1) ?? '')
  const heat = useMemo(() => heatOf(frames, pass), [frames, pass])
  const parts = info.parts?.length ?? 1
  const units = useMemo(() => (heat ? unitOrder(heat, order, parts) : []), [heat, order, parts])
  const steps = heat?.steps ?? 0
  const handle = usePlayback(`${info.id} ${pass}`, `${run} ${info.id} ${pass}`, steps, still)
  useSharedStep(handle, run, info.rowAxis, steps)
  const at = heat?.labels[handle.shown - 1] ?? ''
  return (
    <section className="attention states" aria-label="States">
      <div className="attention-bar">
        <States infos={infos} info={info} onState={onState} />
        {passes.length > 1 && (
          <label className="attention-mass">
            <span>pass</span>
            <select
              className="attention-select"
              aria-label="Pass of the loop around this state"
              value={pass}
              onChange={(event) => setChosen(event.currentTarget.value)}
            >
              {passes.map((each) => (
                <option key={each} value={each}>
                  {each
                    .split('.')
                    .map((step) => Number(step) + 1)
                    .join('.')}
                </option>
              ))}
            </select>
          </label>
        )}
        {heat && (
          <span className="attention-quiet mono">
            {heat.steps} {info.rowAxis} × {heat.units} {info.columnAxis}
          </span>
        )}
        <span className="attention-space" />
        {stateLog.cut && (
          <span className="attention-quiet" title="A page keeps up to 16 million numbers of one run.">
            the first steps of a long run
          </span>
        )}
        <label className="attention-mass">
          <span>units</span>
          <select
            className="attention-select"
            aria-label="Order of units"
            value={order}
            onChange={(event) => setOrder(event.currentTarget.value as Order)}
          >
            {ORDERS.map((each) => (
              <option key={each} value={each}>
                {ORDER_NAMES[each]}
              </option>
            ))}
          </select>
        </label>
        {heat && <SaveMenu saveable={(theme) => saveableStates(info, heat, units, handle.shown, theme)} />}
        <span className="states-legend" aria-hidden="true">
          <span>{heat ? signedText(-heat.peak) : ''}</span>
          <i style={{ background: scaleGradient(theme) }} />
          <span>{heat ? signedText(heat.peak) : ''}</span>
        </span>
      </div>
      <div className="states-view">
        {heat && (
          <HeatMap
            heat={heat}
            order={units}
            parts={info.parts}
            shown={handle.shown}
            theme={theme}
            title={info.title}
            pointed={pointed}
            onPoint={setPointed}
          />
        )}
      </div>
      <div className="attention-foot">
        <Focus pointed={pointed} heat={heat} units={units} parts={info.parts} />
        <PlaybackBar handle={handle} steps={steps} running={running} at={at} />
      </div>
    </section>
  )
}

interface FocusProps {
  readonly pointed: Pointed | undefined
  readonly heat: ReturnType<typeof heatOf>
  readonly units: readonly number[]
  readonly parts: readonly string[] | undefined
}

/** The cell that is pointed at, in words. */
function Focus({ pointed, heat, units, parts }: FocusProps) {
  const unit = pointed && units[pointed.place]
  if (!pointed || !heat || unit === undefined || pointed.step >= heat.steps)
    return <span className="attention-quiet states-focus">Point at a cell for its exact value.</span>
  return (
    <output className="states-focus">
      {unitName(unit, heat.units, parts)} at <b>{heat.labels[pointed.step]}</b>
      <span className="attention-quiet"> (step {pointed.step + 1})</span>:{' '}
      <strong>{signedText(heat.values[pointed.step * heat.units + unit]!)}</strong>
    </output>
  )
}

/** "unit 3", "forward unit 3". */
export function unitName(unit: number, units: number, parts: readonly string[] | undefined): string {
  const each = units / (parts?.length ?? 1)
  const part = parts?.[Math.floor(unit / each)]
  return `${part === undefined ? '' : `${part} `}unit ${(unit % each) + 1}`
}

function States({ infos, info, onState }: StatesPanelProps) {
  const document = useDocument((state) => state.document)
  if (infos.length === 1) return <span className="attention-title">{info.title}</span>
  const name = ({ node, title }: StateInfo) => {
    const loop = document.nodes[parentOf(document, node)]
    return loop === undefined ? title : `${title} (${titleOf(loop)})`
  }
  return (
    <select
      className="attention-select is-site"
      aria-label="Layer"
      value={info.id}
      onChange={(event) => onState(event.currentTarget.value)}
    >
      {infos.map((each) => (
        <option key={each.id} value={each.id}>
          {name(each)}
        </option>
      ))}
    </select>
  )
}
