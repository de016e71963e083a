/** All heads of the model, and beside them those of what it is compared with. */
import { useState } from 'react'
import { useStore } from 'zustand'
import { isJoined } from '#shared/pictures/model/siteGroups'
import { stopRun } from '../commands/run'
import { page } from '../page'
import { useThemeName } from '../stores/hooks'
import { selectSite } from '../stores/run'
import { weightScale } from '../theme/scale'
import { SaveMenu } from '../views/save/SaveMenu'
import { counterpart } from './compare'
import { compareWith } from './modelFiles'
import { beginComparison, endComparison, modelScreen, runOpenedModel } from './modelStore'
import { Overview } from './overview/Overview'
import { saveableHeads } from './overview/saveable'
import { type Side, sidesOf, sitesOf } from './side'

export function HeadsView() {
  const { first, second } = sidesOf(page)
  const comparing = useStore(modelScreen, (state) => state.comparing)
  const [absolute, setAbsolute] = useState(false)
  const other = useStore(second.store, (state) => state.model?.name)
  const own = useStore(first.store, (state) => state.model?.name)
  const ran = useStore(first.store, (state) => state.ran !== undefined)
  return (
    <div className="heads">
      <div className="heads-bar">
        <Scale absolute={absolute} onAbsolute={setAbsolute} />
        <span className="top-space" />
        {ran ? (
          <SaveMenu saveable={(theme) => saveableHeads(first, theme, absolute)} className="button" />
        ) : null}
        <CompareButtons comparing={comparing} />
      </div>
      <div className={`heads-views ${comparing ? 'is-two' : ''}`}>
        <Overview
          side={first}
          label={comparing ? `${own}, first input` : 'Heads'}
          absolute={absolute}
          onSite={(id) => look(id)}
        >
          <Empty side={first} />
        </Overview>
        {comparing ? (
          <Overview
            side={second}
            label={`${other}, second input`}
            absolute={absolute}
            onSite={(id) => look(counterpart(second.store.getState(), first.store.getState(), id) ?? id)}
          >
            <Empty side={second} />
          </Overview>
        ) : null}
      </div>
    </div>
  )
}

function look(site: string): void {
  selectSite(site)
  page.session.setState({ dockTab: 'attention' })
}

function Scale({
  absolute,
  onAbsolute,
}: {
  readonly absolute: boolean
  readonly onAbsolute: (is: boolean) => void
}) {
  const theme = useThemeName()
  const colors = weightScale(theme).filter((_, i) => i % 15 === 0)
  return (
    <div className="heads-scale">
      <span className="soft">0</span>
      <span
        className="heads-colors"
        style={{
          background: `linear-gradient(90deg, ${colors.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`,
        }}
      />
      <label>
        <select
          className="attention-select"
          aria-label="What the strongest colour stands for"
          value={absolute ? 'absolute' : 'relative'}
          onChange={({ target }) => onAbsolute(target.value === 'absolute')}
        >
          <option value="relative">strongest of each head</option>
          <option value="absolute">weight 1</option>
        </select>
      </label>
    </div>
  )
}

function CompareButtons({ comparing }: { readonly comparing: boolean }) {
  if (comparing)
    return (
      <button
        type="button"
        className="button"
        data-testid="end-comparison"
        onClick={() => endComparison(page)}
      >
        End the comparison
      </button>
    )
  return (
    <>
      <button
        type="button"
        className="button"
        data-testid="compare"
        title="The same heads on another text or picture, side by side"
        onClick={() => beginComparison(page)}
      >
        Compare with another input
      </button>
      <button
        type="button"
        className="button"
        title="The same input in another model, side by side"
        aria-label="Compare with another model"
        onClick={async () => compareWith(page, await page.desk.chooseFiles())}
      >
        … another model
      </button>
    </>
  )
}

/** What stands over the heads before a run, while it goes on, and when there is nothing to show. */
function Empty({ side }: { readonly side: Side }) {
  const state = useStore(side.store)
  const run = useStore(side.runs, (each) => each.state)
  const progress = useStore(side.runs, (each) => each.progress)
  const fault = useStore(side.runs, (each) => (each.state === 'failed' ? each.fault?.message : undefined))
  const sites = sitesOf(state).filter(({ id }) => !isJoined(id))
  if (state.model === undefined) return null
  if (sites.length === 0)
    return (
      <div className="heads-empty">
        <h2>No attention was found in this model</h2>
        <p className="soft">
          {state.model.refused.length > 0
            ? 'What looks like attention and is not is listed at the right, with the reason. '
            : ''}
          Its graph can be walked through, and every tensor looked at.
        </p>
        <button
          type="button"
          className="button primary"
          onClick={() => modelScreen.setState({ tab: 'graph' })}
        >
          Show the graph
        </button>
      </div>
    )
  if (run === 'running')
    return (
      <div className="heads-running" role="status">
        <span className="model-progress" aria-hidden="true" />
        {progress !== undefined && progress.total > 0
          ? `${progress.what} ${progress.done}/${progress.total}`
          : 'Running …'}
        {side.name === 'first' ? (
          <button type="button" className="link" onClick={() => stopRun(page)}>
            Cancel
          </button>
        ) : null}
      </div>
    )
  if (state.ran !== undefined && fault === undefined) return null
  const heads = sites.reduce((sum, { heads, shown }) => sum + (shown ? heads : 0), 0)
  return (
    <div className="heads-empty">
      <h2>
        {sites.length} {sites.length === 1 ? 'layer' : 'layers'} of attention
        {heads > sites.length ? `, ${heads} heads` : ''}
      </h2>
      <p className="soft">
        {fault !== undefined
          ? fault
          : side.name === 'first'
            ? 'The form below is filled with an example. Change it, or run it as it is.'
            : 'Give the second form below another text or picture.'}
      </p>
      <button
        type="button"
        className="button primary"
        disabled={state.form === undefined}
        data-testid={`run-heads-${side.name}`}
        onClick={() => runOpenedModel(page)}
      >
        Run
      </button>
    </div>
  )
}
