/** The tour's card beside the control that it speaks of, and the light on that control. Nothing is blocked: the tour looks on. */
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { perform } from '../commands/commands'
import { isTyping } from '../commands/keys'
import { page } from '../page'
import type { DocumentState } from '../stores/document'
import { useDocument, useSession } from '../stores/hooks'
import { announce } from '../stores/session'
import { Icon, paths } from '../theme/Icon'
import { placeCard } from './place'
import { watch } from './seen'
import { steps, type TourStep } from './steps'
import { endTour, goTo, openTourTemplate, see, tourStore, wordsOf } from './tour'
import './tour.css'
import { useTarget } from './useTarget'

export function Tour() {
  const step = useStore(tourStore, (state) => state.step)
  const given = step !== undefined
  useEffect(() => {
    if (!given) return
    const stop = watch(page, window, see)
    const onKey = (event: KeyboardEvent) => {
      // What lies over the page closes first.
      if (event.key === 'Escape' && !event.defaultPrevented && page.session.getState().popup === undefined)
        endTour(page)
    }
    window.addEventListener('keydown', onKey)
    return () => {
      stop()
      window.removeEventListener('keydown', onKey)
    }
  }, [given])
  return step === undefined ? null : <Card key={step} at={step} />
}

function Card({ at }: { readonly at: number }) {
  const step = steps[at]!
  const now = useStore(tourStore, (state) => state.now)
  const done = useStore(tourStore, (state) => state.done)
  const own = useDocument(isOwn)
  const found = useTarget(step.target)
  const free = useTarget(step.free)
  const target = own ? found : undefined
  const card = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 320, height: 180 })
  useLayoutEffect(() => {
    const element = card.current
    if (element === null) return
    const read = () => setSize({ width: element.offsetWidth, height: element.offsetHeight })
    read()
    const observer = new ResizeObserver(read)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const words = wordsOf(step, { now, done })
  const first = useRef(true)
  useEffect(() => {
    const begins = first.current
    first.current = false
    const field = step.types === undefined ? null : document.querySelector<HTMLInputElement>(step.types)
    if (begins && field !== null) field.select()
    // A screen reader reads the card that it is brought to; who is elsewhere is told.
    if (begins && field === null && !isTyping(document.activeElement)) card.current?.focus(QUIETLY)
    else announce(page.session, begins ? `${step.title}. ${words}` : words)
  }, [step, words])
  const lost = step.target.length > 0 && target === undefined
  const last = at === steps.length - 1
  return (
    <>
      {target === undefined ? null : <div className="tour-light" style={target} aria-hidden="true" />}
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-modal="false"
        aria-labelledby="tour-title"
        aria-describedby="tour-words"
        data-testid="tour"
        data-step={step.id}
        tabIndex={-1}
        style={placeCard(
          size,
          { width: window.innerWidth, height: window.innerHeight },
          target && (free ?? target),
          step.side,
        )}
      >
        <div className="tour-head">
          <h2 id="tour-title">{step.title}</h2>
          <span className="tour-count">
            {at + 1} of {steps.length}
          </span>
          <button
            type="button"
            className="button plain square"
            aria-label="End the tour"
            title="End the tour (Esc)"
            data-testid="tour-end"
            onClick={() => endTour(page)}
          >
            <Icon path={paths.close} size={14} />
          </button>
        </div>
        <p id="tour-words" className={done ? 'tour-done' : undefined}>
          {words}
        </p>
        {step.keys === undefined || done ? null : <p className="tour-keys">{step.keys}</p>}
        {step.ways === undefined ? null : <Ways ways={step.ways} />}
        <div className="tour-buttons">
          {lost ? (
            <Return />
          ) : step.reach === undefined || done ? null : (
            <button type="button" className="link" onClick={() => reach(step)}>
              Go to it
            </button>
          )}
          <span className="top-space" />
          {at > 0 ? (
            <button type="button" className="button plain" onClick={() => goTo(at - 1)}>
              Back
            </button>
          ) : null}
          <button
            type="button"
            className={`button ${done || step.done === undefined ? 'primary' : ''}`}
            data-testid="tour-next"
            onClick={() => (last ? endTour(page) : goTo(at + 1))}
          >
            {last ? 'Done' : done || step.done === undefined ? 'Next' : 'Skip'}
          </button>
        </div>
      </div>
    </>
  )
}

const QUIETLY: FocusOptions = { preventScroll: true }

/** Whether the document has what the tour speaks of, be it edited or saved under another name meanwhile. */
function isOwn({ document: { nodes } }: DocumentState): boolean {
  return nodes.attention !== undefined && nodes.words !== undefined
}

/** The user did something else meanwhile: what the step speaks of is not on the screen. */
function Return() {
  const screen = useSession((state) => state.screen)
  const own = useDocument(isOwn)
  const there = screen === 'editor' && own
  return (
    <button
      type="button"
      className="link"
      data-testid="tour-return"
      onClick={() => {
        if (!own) void openTourTemplate(page)
        page.session.setState({
          screen: 'editor',
          model: undefined,
          dockTab: 'attention',
          dockMaximised: false,
        })
      }}
    >
      {there ? 'Show what this is about' : 'Back to the tour’s network'}
    </button>
  )
}

function Ways({ ways }: { readonly ways: NonNullable<TourStep['ways']> }) {
  return (
    <ul className="tour-ways">
      {ways.map(({ title, command }) => (
        <li key={command}>
          <button
            type="button"
            className="link"
            data-testid={`tour-way-${command}`}
            onClick={() => {
              endTour(page)
              perform(page, command)
            }}
          >
            {title}
          </button>
        </li>
      ))}
    </ul>
  )
}

function reach({ reach: selector = '' }: TourStep): void {
  document.querySelector<HTMLElement>(selector)?.focus()
}
