import { useEffect, useRef, useState } from 'react'
import { page } from '../../page'
import { offered } from './offered'
import { type Saveable, saveNumbers, savePicture } from './saving'

const SCALES = [1, 2, 4]

interface SaveMenuProps {
  /** Asked when something is saved, so that nothing is made for a menu that stays closed. */
  readonly saveable: () => Saveable
  /** Look of the button where it stands outside of a view's bar. */
  readonly className?: string | undefined
}

/** Pictures and numbers of what is shown, as files. */
export function SaveMenu({ saveable, className = 'attention-live' }: SaveMenuProps) {
  const [open, setOpen] = useState<Saveable>()
  const [scale, setScale] = useState(2)
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(saveable)
  latest.current = saveable
  useEffect(() => offered.offer(() => latest.current()), [])
  useEffect(() => {
    if (open === undefined) return
    const close = (event: Event) => {
      if (
        event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(event.target as Node)
      )
        setOpen(undefined)
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [open])
  const act = (work: (saveable: Saveable) => Promise<void>) => {
    if (open !== undefined) void work(open)
    setOpen(undefined)
  }
  return (
    <div className="attention-save" ref={box}>
      <button
        type="button"
        className={className}
        aria-expanded={open !== undefined}
        aria-haspopup="dialog"
        title="Save pictures and numbers of what is shown"
        onClick={() => setOpen(open === undefined ? saveable() : undefined)}
      >
        Save
      </button>
      {open !== undefined && (
        <div className="attention-save-box" role="dialog" aria-label="Save what is shown">
          {open.pictures.map((picture) => (
            <div className="attention-save-row" key={picture.title}>
              <span>{picture.title}</span>
              <button
                type="button"
                onClick={() => act(({ name }) => savePicture(page, name, picture, 'svg'))}
              >
                SVG
              </button>
              <button
                type="button"
                onClick={() => act(({ name }) => savePicture(page, name, picture, 'png', scale))}
              >
                PNG
              </button>
              {picture.played.steps > 1 && (
                <button
                  type="button"
                  title="Played step by step"
                  onClick={() => act(({ name }) => savePicture(page, name, picture, 'gif'))}
                >
                  GIF
                </button>
              )}
            </div>
          ))}
          {open.pictures.length > 0 && (
            <div className="attention-save-row">
              <span>PNG size</span>
              {SCALES.map((each) => (
                <button
                  type="button"
                  key={each}
                  aria-pressed={each === scale}
                  onClick={() => setScale(each)}
                >{`${each}×`}</button>
              ))}
            </div>
          )}
          {open.numbers.length > 0 && (
            <div className="attention-save-row">
              <span>Numbers</span>
              {open.numbers.map((numbers) => (
                <button
                  type="button"
                  key={numbers.format}
                  onClick={() => act(({ name }) => saveNumbers(page, name, numbers))}
                >
                  {numbers.format.toUpperCase()}
                </button>
              ))}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
