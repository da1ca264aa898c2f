import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { Kbd } from './button.tsx'

interface SheetProps {
  title: string
  /** Seen by nobody, read to those who listen; the sheet shows its own first line. */
  titleUnseen?: boolean
  width?: 'narrow' | 'wide'
  onClose: () => void
  children: ReactNode
}

/**
 * A sheet over the page. The element is the platform's own dialog: it keeps the focus inside, makes the
 * rest inert, and gives the focus back to where it was.
 */
export function Sheet({ title, titleUnseen = false, width = 'narrow', onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    // Without this the first button in sight would take the focus, and with it the next Enter.
    const first = element?.querySelector<HTMLElement>('[data-first]') ?? element
    first?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`sheet ${width}`}
      tabIndex={-1}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      <header className={titleUnseen ? 'unseen' : 'sheet-head'}>
        <h2 id={id}>{title}</h2>
        {!titleUnseen && (
          <button type="button" className="button link quiet" onClick={onClose}>
            {text.window.close}
            <Kbd>Esc</Kbd>
          </button>
        )}
      </header>
      {children}
    </dialog>
  )
}
