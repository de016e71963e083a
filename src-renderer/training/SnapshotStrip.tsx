/** The scrubber over a training's snapshots, and their replay. */
import { page } from '../page'
import { useDocument } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import { useTraining } from './hooks'
import { trainingPaths } from './icons'
import {
  belongs,
  chooseSnapshot,
  followNewest,
  snapshotsOf,
  stopWatching,
  WATCHING_SPEEDS,
  watchItLearn,
} from './snapshots'
import { goingOf } from './store'
import { scoreOf } from './words'

export function SnapshotStrip() {
  const count = useTraining((state) => state.snapshots)
  const shown = useTraining((state) => state.shown)
  const watching = useTraining((state) => state.watching)
  const speed = useTraining((state) => state.speed)
  const following = useTraining((state) => state.following)
  const live = useTraining((state) => state.selected !== undefined && goingOf(state)?.id === state.selected)
  const here = useDocument(() => belongs(page))
  if (!here || count === 0) return null
  const snapshots = snapshotsOf(page)
  const at = snapshots.findIndex(({ step }) => step === shown)
  const snapshot = snapshots[at]
  const choose = (index: number) => {
    const chosen = snapshots[index]
    if (chosen !== undefined) chooseSnapshot(page, chosen.step)
  }
  return (
    <div className="strip" role="toolbar" aria-label="Attention over training">
      <button
        type="button"
        className="button"
        data-testid="watch-it-learn"
        onClick={() => watchItLearn(page)}
      >
        <span className="icon filled">
          <Icon path={watching ? trainingPaths.pause : paths.run} size={12} />
        </span>
        {watching ? 'Pause' : 'Watch it learn'}
      </button>
      <input
        type="range"
        data-testid="snapshot-scrubber"
        aria-label="Snapshot of the training"
        aria-valuetext={snapshot === undefined ? 'a run is shown' : `step ${snapshot.step}`}
        min={0}
        max={Math.max(0, count - 1)}
        step={1}
        value={at === -1 ? count - 1 : at}
        className={at === -1 ? 'aside' : ''}
        onPointerDown={({ currentTarget }) => {
          // A press on the place where the thumb already stands changes nothing, and means it all the same.
          if (at === -1) choose(currentTarget.valueAsNumber)
        }}
        onChange={({ currentTarget }) => choose(currentTarget.valueAsNumber)}
      />
      <span className="strip-said" data-testid="snapshot-step">
        {snapshot === undefined ? (
          <span className="soft">a run is shown; drag to look back</span>
        ) : (
          <>
            step <b>{snapshot.step}</b> <span className="soft">{scoreOf(snapshot.validation)}</span>
          </>
        )}
      </span>
      <select
        className="field strip-speed"
        aria-label="Speed of the replay"
        value={speed}
        onChange={({ target }) => page.training.store.setState({ speed: Number(target.value) })}
      >
        {WATCHING_SPEEDS.map((each) => (
          <option key={each} value={each}>
            {each}×
          </option>
        ))}
      </select>
      {live ? (
        <button
          type="button"
          className="button strip-newest"
          aria-pressed={following}
          title="Show each snapshot as it comes"
          onClick={() => {
            if (!following) return followNewest(page)
            stopWatching(page)
            page.training.store.setState({ following: false })
          }}
        >
          Newest
        </button>
      ) : null}
    </div>
  )
}
