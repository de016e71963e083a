/** What goes into a model made elsewhere: one array for each input, from files. */
import { useStore } from 'zustand'
import { stopRun } from '../commands/run'
import { page } from '../page'
import { useRun, useSession } from '../stores/hooks'
import { giveFeeds, modelStore, runOpenedModel } from './modelStore'

export function ModelDetails() {
  const model = useSession((state) => state.model)
  const feeds = useStore(modelStore, (state) => state.feeds)
  const sites = useStore(modelStore, (state) => state.sites)
  const running = useRun(({ state }) => state === 'running')
  if (model === undefined) return null
  const missing = model.inputs.filter(({ name }) => feeds[name] === undefined)
  return (
    <div className="input-form">
      <h3>Feeds</h3>
      <ul className="ends">
        {model.inputs.map(({ name }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="mono soft">
              {feeds[name] === undefined ? 'missing' : `${feeds[name].dtype} ${feeds[name].dims.join(' × ')}`}
            </span>
          </li>
        ))}
      </ul>
      <p className="soft">Drop .npz or .npy files on the window, or choose them.</p>
      <div className="panel-buttons">
        <button
          type="button"
          className="button"
          data-testid="choose-feeds"
          onClick={async () => {
            const file = await page.desk.chooseFile('.npz,.npy')
            if (file !== undefined) await giveFeeds(page, file)
          }}
        >
          Choose feeds
        </button>
        <button
          type="button"
          className="button primary"
          data-testid="run-model"
          disabled={missing.length > 0 || sites.size === 0}
          onClick={() => runOpenedModel(page)}
        >
          Run
        </button>
        <button type="button" className="button" disabled={!running} onClick={() => stopRun(page)}>
          Stop
        </button>
      </div>
      {missing.length > 0 ? (
        <p className="soft">Missing: {missing.map(({ name }) => name).join(', ')}.</p>
      ) : sites.size === 0 ? (
        <p className="soft">Choose at least one place of attention above.</p>
      ) : null}
    </div>
  )
}
