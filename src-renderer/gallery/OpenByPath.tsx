/** A browser does not say where a file lies: its path, typed or pasted, opens it there without a copy. */
import { useState } from 'react'
import { openPath } from '../commands/opening'
import { page } from '../page'
import { useSession } from '../stores/hooks'

export function OpenByPath() {
  const link = useSession((state) => state.link)
  const [path, setPath] = useState<string>()
  // A host with dialogs knows the path of everything that it opens.
  if (link !== 'connected' || page.link.host.dialogs) return null
  if (path === undefined)
    return (
      <button type="button" className="link" data-testid="open-by-path" onClick={() => setPath('')}>
        Open by its path
      </button>
    )
  return (
    <form
      className="gallery-path"
      onSubmit={(event) => {
        event.preventDefault()
        if (path.trim() !== '') void openPath(page, path)
      }}
    >
      <input
        // It was asked for by the click that made it.
        ref={(input) => input?.focus()}
        type="text"
        className="mono"
        aria-label="Path of a document or model on this machine"
        placeholder="/folder/model.onnx"
        spellCheck={false}
        value={path}
        onChange={(event) => setPath(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setPath(undefined)
        }}
      />
      <button type="submit" className="button" disabled={path.trim() === ''}>
        Open
      </button>
    </form>
  )
}
