/** Files that were opened before, as the host remembers them, or this browser. Templates are not among them: they stand right below. */
import { useEffect, useState } from 'react'
import type { RecentFile } from '#shared/contract/opening'
import { recentFiles } from '../commands/files'
import { openPath, recentOfHost } from '../commands/opening'
import { page } from '../page'
import { useSession } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'

/** Shown before all are asked for. */
const FEW = 6

export function RecentList() {
  const link = useSession((state) => state.link)
  const [files, setFiles] = useState<readonly RecentFile[]>([])
  useEffect(() => {
    let here = true
    if (link === 'connected') void recentOfHost(page).then((found) => here && setFiles(found))
    return () => {
      here = false
    }
  }, [link])
  const [all, setAll] = useState(false)
  const known = new Set(files.map(({ name }) => name))
  const others = recentFiles(page).filter(({ name, template }) => template === undefined && !known.has(name))
  const count = files.length + others.length
  if (count === 0) return null
  const shownFiles = all ? files : files.slice(0, FEW)
  const shownOthers = all ? others : others.slice(0, FEW - shownFiles.length)
  return (
    <section className="recent" aria-label="Recent">
      <div className="gallery-heading">
        <h2>Recent</h2>
        {count > FEW ? (
          <button type="button" className="link" onClick={() => setAll(!all)}>
            {all ? 'Fewer' : `All ${count}`}
          </button>
        ) : null}
      </div>
      <ul>
        {shownFiles.map((file) => (
          <RecentRow
            key={file.path}
            file={file}
            forget={() => {
              setFiles(files.filter(({ path }) => path !== file.path))
              void page.link.ask('recent.forget', { path: file.path }).catch(() => undefined)
            }}
          />
        ))}
        {shownOthers.map(({ name, title }) => (
          <li key={name}>
            <Icon path={paths.file} size={14} />
            <span>{title}</span>
            <span className="soft">{name}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function RecentRow({ file, forget }: { readonly file: RecentFile; readonly forget: () => void }) {
  const { path, title, kind, date, missing } = file
  return (
    <li className={missing === undefined ? undefined : 'recent-missing'} data-testid="recent-file">
      <Icon path={paths.file} size={14} />
      {missing === undefined ? (
        <button type="button" className="link" title={path} onClick={() => openPath(page, path)}>
          {title}
        </button>
      ) : (
        <span>{title}</span>
      )}
      <span className="soft" title={missing ?? path}>
        {missing ?? `${kind}, ${new Date(date).toLocaleDateString()}, ${path}`}
      </span>
      {missing === undefined ? null : (
        <button type="button" className="link" onClick={forget}>
          Forget it
        </button>
      )}
    </li>
  )
}
