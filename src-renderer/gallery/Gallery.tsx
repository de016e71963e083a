/** The first screen: begin from a template, an empty canvas, a file, or what was left unsaved. */
import { useEffect, useState } from 'react'
import type { RecoveryInfo, TemplateInfo } from '#shared/contract/contract'
import { perform } from '../commands/commands'
import { newDocument, openTemplate, recover, toDocument } from '../commands/files'
import { open } from '../commands/opening'
import { page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import { beginTour, declineTour, isNewcomer } from '../tour/tour'
import { Glyph } from './Glyph'
import { OpenByPath } from './OpenByPath'
import { RecentList } from './RecentList'
import './gallery.css'

export function Gallery() {
  const templates = useSession((state) => state.templates)
  const begun = useDocument(({ document, past }) => past.length > 0 || Object.keys(document.nodes).length > 0)
  const title = useDocument(({ document }) => document.title)
  const link = useSession((state) => state.link)
  return (
    <main className="gallery" data-testid="gallery">
      <div className="gallery-inside">
        <h1>Build a network. See where it looks.</h1>
        <Recoveries />
        <TourOffer />
        <div className="gallery-starts">
          {begun ? (
            <button type="button" className="button primary" onClick={() => toDocument(page)}>
              Back to “{title}”
            </button>
          ) : null}
          <button
            type="button"
            className="button"
            data-testid="new-document"
            onClick={() => newDocument(page)}
          >
            <Icon path={paths.plus} /> Empty canvas
          </button>
          <button type="button" className="button" data-testid="open-file" onClick={() => open(page)}>
            <Icon path={paths.file} /> Open a file
          </button>
          <span className="soft">
            A .heed document or any .onnx model; or drop one anywhere on this window.
          </span>
          <OpenByPath />
        </div>
        <RecentList />
        <div className="gallery-heading">
          <h2>Templates</h2>
          <span className="soft">Each is trained, and runs at once.</span>
          <span className="top-space" />
          <button type="button" className="link" data-testid="tour-begin" onClick={() => beginTour(page)}>
            Take the tour (two minutes)
          </button>
        </div>
        <div className="gallery-cards">
          {templates === undefined
            ? SKELETONS.map((name) => <div key={name} className="gallery-card skeleton" aria-hidden="true" />)
            : templates.map((template) => <Card key={template.id} template={template} />)}
        </div>
        {templates?.length === 0 && link === 'connected' ? (
          <p className="soft">There are no templates beside this program.</p>
        ) : null}
        <p className="gallery-foot soft">
          Press <kbd>?</kbd> for all keys, <kbd>Ctrl+K</kbd> for all commands.{' '}
          <button type="button" className="link" onClick={() => perform(page, 'help.shortcuts')}>
            Show the keys
          </button>
        </p>
      </div>
    </main>
  )
}

const SKELETONS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

function Card({ template: { id, title, summary } }: { readonly template: TemplateInfo }) {
  return (
    <button
      type="button"
      className="gallery-card"
      data-testid={`template-${id}`}
      onClick={() => openTemplate(page, id)}
    >
      <Glyph id={id} />
      <span className="gallery-title">{title}</span>
      <span className="gallery-summary">{summary}</span>
    </button>
  )
}

/** Offered once, to who has not been here before. */
function TourOffer() {
  const [offered, setOffered] = useState(() => isNewcomer(page))
  if (!offered) return null
  return (
    <section className="tour-offer" aria-label="New here?" data-testid="tour-offer">
      <p>
        <strong>New here?</strong> In two minutes you see a trained network at work, and then a sentence of
        your own drawn as attention.
      </p>
      <button type="button" className="button primary" onClick={() => beginTour(page)}>
        Take the tour
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          declineTour(page)
          setOffered(false)
        }}
      >
        Not now
      </button>
    </section>
  )
}

function Recoveries() {
  const [found, setFound] = useState<readonly RecoveryInfo[]>([])
  const link = useSession((state) => state.link)
  useEffect(() => {
    let here = true
    if (link === 'connected')
      page.link.ask('recovery.list', {}).then(
        (list) => here && setFound(list),
        // A lost link says so by itself; the list is asked for again when it is back.
        () => undefined,
      )
    return () => {
      here = false
    }
  }, [link])
  return found.map((recovery) => (
    <div className="recovery" key={recovery.key} role="note" data-testid="recovery">
      <p>
        “{recovery.title}” was not saved on {new Date(recovery.at).toLocaleString()}. A copy of it was kept.
      </p>
      <button type="button" className="button primary" onClick={() => recover(page, recovery.key)}>
        Recover
      </button>
      <button
        type="button"
        className="button"
        onClick={() => {
          if (!page.desk.confirm(`Discard the copy of “${recovery.title}”? It cannot be brought back.`))
            return
          void page.link.ask('recovery.drop', { key: recovery.key })
          setFound(found.filter(({ key }) => key !== recovery.key))
        }}
      >
        Discard
      </button>
    </div>
  ))
}
