/** What was opened before: files that the host remembers, and templates that this browser does. */
import { useEffect, useState } from 'react'
import type { RecentFile } from '#shared/contract/opening'
import { openTemplate, recentFiles } from '../commands/files'
import { openPath, recentOfHost } from '../commands/opening'
import { page } from '../page'
import { useSession } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'

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
  const known = new Set(files.map(({ name }) => name))
  const others = recentFiles(page).filter(({ name }) => !known.has(name))
  if (files.length === 0 && others.length === 0) return null
  return (
    <section className="recent" aria-label="Recent">
      <h2>Recent</h2>
      <ul>
        {files.map((file) => (
          <RecentRow
            key={file.path}
            file={file}
            forget={() => {
              setFiles(files.filter(({ path }) => path !== file.path))
              void page.link.ask('recent.forget', { path: file.path }).catch(() => undefined)
            }}
          />
        ))}
        {others.map(({ name, title, template }) => (
          <li key={name}>
            <Icon path={paths.file} size={14} /> {title}{' '}
            {template === undefined ? (
              <span className="soft mono">{name}</span>
            ) : (
              <button type="button" className="link" onClick={() => openTemplate(page, template)}>
                open the template again
              </button>
            )}
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
      <span className="soft">
        {missing ?? `${kind}, ${new Date(date).toLocaleDateString()}`}
        <span className="mono recent-path">{missing === undefined ? path : ''}</span>
      </span>
      {missing === undefined ? null : (
        <button type="button" className="link" onClick={forget}>
          Forget it
        </button>
      )}
    </li>
  )
}
