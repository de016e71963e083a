/** A modal dialog over the page. The browser keeps the focus inside and closes it on Escape. */
import { type ReactNode, useEffect, useRef } from 'react'
import { page } from '../page'

interface PopupProps {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}

export function Popup({ label, className = '', children }: PopupProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    // The browser would focus the first element that can be focused at all; typing is meant.
    element?.querySelector<HTMLElement>('input')?.focus()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it, as Escape does by itself
    <dialog
      ref={dialog}
      className={`popup ${className}`}
      aria-label={label}
      onClose={({ currentTarget }) => {
        if (!currentTarget.open) closePopup()
      }}
      onClick={({ target, currentTarget }) => {
        if (target === currentTarget) closePopup()
      }}
    >
      <div className="popup-inside">{children}</div>
    </dialog>
  )
}

/** Moves the focus to a node once the dialog has given it back. */
export function focusLater(node: string): void {
  window.setTimeout(() => page.view.focusNode(node), 60)
}

export function closePopup(): void {
  page.session.setState({ popup: undefined })
}
