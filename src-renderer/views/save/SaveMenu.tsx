import { useEffect, useRef, useState } from 'react'
import type { Theme } from '../../theme/scale'
import { themeStore } from '../../theme/theme'
import { offered } from './offered'
import { SaveBox } from './SaveBox'
import type { Saveable } from './saving'

interface SaveMenuProps {
  /** Asked when something is saved, so that nothing is made for a menu that stays closed. */
  readonly saveable: (theme: Theme) => Saveable
  /** Look of the button where it stands outside of a view's bar. */
  readonly className?: string | undefined
}

/** Pictures and numbers of what is shown, as files. */
export function SaveMenu({ saveable, className = 'attention-live' }: SaveMenuProps) {
  const [theme, setTheme] = useState<Theme>()
  const [open, setOpen] = useState<Saveable>()
  const box = useRef<HTMLDivElement>(null)
  const latest = useRef(saveable)
  latest.current = saveable
  useEffect(() => offered.offer((theme) => latest.current(theme)), [])
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
  const show = (theme: Theme) => {
    setTheme(theme)
    setOpen(saveable(theme))
  }
  return (
    <div className="attention-save" ref={box}>
      <button
        type="button"
        className={className}
        aria-expanded={open !== undefined}
        aria-haspopup="dialog"
        title="Save pictures and numbers of what is shown"
        onClick={() => (open === undefined ? show(themeStore.getState().theme) : setOpen(undefined))}
      >
        Save
      </button>
      {open !== undefined && theme !== undefined && (
        <SaveBox saveable={open} theme={theme} onTheme={show} onDone={() => setOpen(undefined)} />
      )}
    </div>
  )
}
