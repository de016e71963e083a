/** The training: how far it is, its curves, what it answers, and its settings. */
import { type ReactNode, useEffect } from 'react'
import { page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { AttentionDock } from '../views/AttentionDock'
import { Answers } from './Answers'
import { Curves } from './Curves'
import { DataPane } from './DataPane'
import { useTraining } from './hooks'
import { SettingsForm } from './SettingsForm'
import { SnapshotStrip } from './SnapshotStrip'
import { Status } from './Status'
import { documentKey, type Side, selectedOf } from './store'
import { Tests } from './Tests'
import { TrainingList } from './TrainingList'
import { loadDefaults, whyNotTrained } from './training'
import './training.css'
import './forms.css'
import './segments.css'
import './narrow.css'

const SIDES: readonly (readonly [Side, string])[] = [
  ['answers', 'Answers'],
  ['data', 'Data'],
  ['settings', 'Settings'],
  ['trainings', 'Trainings'],
  ['tests', 'Test'],
]

/** Before the first training. */
const BEFORE = SIDES.filter(([id]) => id !== 'answers')

export function TrainingTab() {
  const selected = useTraining((state) => selectedOf(state) !== undefined)
  const maximised = useSession((state) => state.dockMaximised)
  const opening = useDocument((state) => state.opening)
  const reason = useDocument(() => whyNotTrained(page))
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document has other defaults
  useEffect(() => {
    if (reason === undefined) void loadDefaults(page)
  }, [opening, reason])
  if (!selected)
    return reason === undefined ? (
      <div className="training first">
        <SidePane sides={BEFORE} />
      </div>
    ) : (
      <div className="training first">
        <SidePane sides={BEFORE} reason={reason} />
      </div>
    )
  return (
    <div className={`training ${maximised ? 'whole' : ''}`}>
      <Status />
      <div className="training-main">
        <Curves />
        <SidePane sides={SIDES} />
      </div>
      <SnapshotStrip />
      {maximised ? (
        <div className="training-attention">
          <AttentionDock />
        </div>
      ) : null}
    </div>
  )
}

function SidePane({ sides, reason }: { readonly sides: typeof SIDES; readonly reason?: string }) {
  const wanted = useTraining((state) => state.side)
  const key = useDocument(documentKey)
  const data = useTraining((state) => state.data[key])
  // What cannot be trained needs something to learn from first.
  const first = reason === undefined ? 'settings' : 'data'
  const side = sides.some(([id]) => id === wanted) && reason === undefined ? wanted : first
  return (
    <div className="training-side">
      <div className="segments" role="tablist" aria-label="Parts of the training">
        {sides.map(([id, title]) => (
          <button
            type="button"
            role="tab"
            key={id}
            id={`side-${id}`}
            aria-selected={side === id}
            aria-controls="training-side"
            data-testid={id === 'settings' ? 'training-settings' : `training-${id}`}
            className="segment"
            onClick={() => page.training.store.setState({ side: id })}
          >
            {title}
          </button>
        ))}
        {sides === BEFORE && side === 'settings' ? (
          <span className="training-intro soft">
            {data === undefined
              ? 'Press Train to learn from the document’s task, or give your own data. These settings fit it.'
              : `Press Train to learn from ${data.data.name}. These settings fit the document.`}
          </span>
        ) : null}
        {reason === undefined ? null : <span className="training-intro soft">{reason}</span>}
      </div>
      <div
        className="training-pane"
        id="training-side"
        role="tabpanel"
        aria-labelledby={`side-${side}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is longer than its part is scrolled by keyboard
        tabIndex={0}
      >
        {parts[side]}
      </div>
    </div>
  )
}

const parts: Readonly<Record<Side, ReactNode>> = {
  answers: <Answers />,
  data: <DataPane />,
  settings: <SettingsForm />,
  trainings: <TrainingList />,
  tests: <Tests />,
}
