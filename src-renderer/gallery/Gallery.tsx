/** The first screen: begin from a template, an empty canvas, a file, or what was left unsaved. */
import { useState } from 'react'
import type { TemplateInfo } from '#shared/contract/contract'
import { perform } from '../commands/commands'
import { newDocument, openTemplate, toDocument } from '../commands/files'
import { open } from '../commands/opening'
import { page } from '../page'
import { useDocument, useSession } from '../stores/hooks'
import { Icon, paths } from '../theme/Icon'
import { beginTour, declineTour, isNewcomer } from '../tour/tour'
import { OpenByPath } from './OpenByPath'
import { Picture } from './pictures/Picture'
import { RecentList } from './RecentList'
import { Recoveries } from './Recoveries'
import './gallery.css'

export function Gallery() {
  const templates = useSession((state) => state.templates)
  const begun = useDocument(({ document, past }) => past.length > 0 || Object.keys(document.nodes).length > 0)
  const title = useDocument(({ document }) => document.title)
  const link = useSession((state) => state.link)
  const [offered, setOffered] = useState(() => isNewcomer(page))
  return (
    <main className="gallery" data-testid="gallery">
      <div className="gallery-inside">
        <h1>Build a network. See where it looks.</h1>
        <Recoveries />
        {offered ? <TourOffer onDecline={() => setOffered(false)} /> : null}
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
          {offered ? null : (
            <button type="button" className="link" data-testid="tour-begin" onClick={() => beginTour(page)}>
              Take the tour (two minutes)
            </button>
          )}
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
      <Picture id={id} />
      <span className="gallery-title">{title}</span>
      <span className="gallery-summary">{summary}</span>
    </button>
  )
}

/** Offered once, to who has not been here before. */
function TourOffer({ onDecline }: { readonly onDecline: () => void }) {
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
          onDecline()
        }}
      >
        Not now
      </button>
    </section>
  )
}
