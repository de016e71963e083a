/** The top bar: document, undo, run, commands, theme. */

import { setField } from '#shared/document/edits'
import { perform } from '../commands/commands'
import { shownKeys } from '../commands/keys'
import { page } from '../page'
import { TextField } from '../panel/TextField'
import { change } from '../stores/document'
import { useDocument, useRun, useSession, useThemeName } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import { toggleTheme } from '../theme/theme'
import { TrainButtons } from '../training/TrainButtons'
import { CommandButton } from './CommandButton'

export function TopBar() {
  const screen = useSession((state) => state.screen)
  const model = useSession((state) => state.model?.name)
  return (
    <header className="top-bar">
      <CommandButton id="file.gallery" icon={paths.gallery} className="plain" label="Gallery" />
      {screen === 'editor' ? <DocumentTitle /> : null}
      {screen === 'model' ? <span className="top-title">{model}</span> : null}
      {screen === 'gallery' ? <span className="top-title">Heed</span> : null}
      {screen === 'editor' ? <EditButtons /> : null}
      <span className="top-space" />
      {screen === 'gallery' ? null : <RunButtons />}
      {screen === 'editor' ? <TrainButtons /> : null}
      <span className="top-space" />
      <Link />
      <button
        type="button"
        className="button top-search"
        aria-label="Commands"
        title={`Commands (${shownKeys('$mod+k')})`}
        onClick={() => perform(page, 'view.palette')}
        data-testid="commands"
      >
        <Icon path={paths.search} /> <span>Commands</span> <kbd>Ctrl+K</kbd>
      </button>
      <ThemeButton />
      <CommandButton id="help.shortcuts" icon={paths.help} className="plain" label="Keyboard shortcuts" />
    </header>
  )
}

function DocumentTitle() {
  const title = useDocument(({ document }) => document.title)
  const dirty = useDocument((state) => state.dirty)
  return (
    <div className="top-document">
      <TextField
        label="Title of the document"
        className="top-title"
        value={title}
        maxLength={200}
        onChange={(text) => {
          const { document } = page.documents.getState()
          change(page.documents, 'rename the document', setField(document, 'title', text), 'document title')
        }}
      />
      <span
        className={`top-dirty ${dirty ? 'on' : ''}`}
        data-testid="dirty"
        data-dirty={dirty}
        title={dirty ? 'There are changes that no file holds.' : 'Nothing is unsaved.'}
        role="img"
        aria-label={dirty ? 'Unsaved changes' : 'Saved'}
      />
    </div>
  )
}

function EditButtons() {
  // What is enabled, and what it is called, changes with the history.
  useDocument((state) => state.past)
  useDocument((state) => state.future)
  return (
    <div className="top-group">
      <CommandButton id="edit.undo" icon={paths.undo} className="plain" testId="undo" />
      <CommandButton id="edit.redo" icon={paths.redo} className="plain" testId="redo" />
      <CommandButton id="file.save" icon={paths.save} className="plain" testId="save" />
      <CommandButton id="file.export" icon={paths.export} className="plain" testId="export" />
    </div>
  )
}

function RunButtons() {
  const running = useRun(({ state }) => state === 'running')
  const progress = useRun((state) => state.progress)
  const milliseconds = useRun((state) => state.milliseconds)
  const said = running
    ? progress && progress.total > 0
      ? `${progress.what} ${progress.done}/${progress.total}`
      : 'running'
    : milliseconds === undefined
      ? ''
      : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
  return (
    <div className="top-group">
      <button
        type="button"
        className="button primary"
        data-testid="run"
        title={`Run (${shownKeys('$mod+Enter')})`}
        onClick={() => perform(page, 'run.start')}
      >
        <span className="icon filled">
          <Icon path={paths.run} size={14} />
        </span>
        Run
      </button>
      <button
        type="button"
        className="button"
        data-testid="stop"
        disabled={!running}
        title={`Stop (${shownKeys('$mod+Alt+Enter')})`}
        onClick={() => perform(page, 'run.stop')}
      >
        <span className="icon filled">
          <Icon path={paths.stop} size={13} />
        </span>
        Stop
      </button>
      <span className="top-said soft" data-testid="run-said">
        {said}
      </span>
    </div>
  )
}

function Link() {
  const link = useSession((state) => state.link)
  const busy = useSession((state) => state.busy)
  const cancel = useSession((state) => state.cancelBusy)
  if (link === 'lost')
    return (
      <span className="top-lost" role="status">
        The connection to Heed was lost. Trying again; your document is kept here. If Heed was started anew,
        open the address that it printed.
      </span>
    )
  return busy === undefined ? null : (
    <span className="soft top-busy" role="status">
      {busy} …{' '}
      {cancel === undefined ? null : (
        <button type="button" className="link" data-testid="cancel-opening" onClick={cancel}>
          Cancel
        </button>
      )}
    </span>
  )
}

function ThemeButton() {
  const theme = useThemeName()
  const label = theme === 'dark' ? 'Light theme' : 'Dark theme'
  return (
    <button
      type="button"
      className="button plain square"
      data-testid="theme"
      aria-label={label}
      title={label}
      onClick={toggleTheme}
    >
      <Icon path={theme === 'dark' ? paths.sun : paths.moon} />
    </button>
  )
}
