import { type ReactNode, useId } from 'react'

export function Group({ name, children }: { name: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="settings-group" aria-labelledby={id}>
      <h2 id={id}>{name}</h2>
      <div>{children}</div>
    </section>
  )
}

interface RowProps {
  name: string
  note?: string | undefined
  noteId?: string
  bad?: boolean
  /** Gets the id of the name, for `aria-labelledby`. */
  children: (nameId: string) => ReactNode
}

/** One setting: its name and a note at the left, what changes it at the right. */
export function Row({ name, note, noteId, bad = false, children }: RowProps) {
  const id = useId()
  return (
    <div className="setting" data-setting={name}>
      <div>
        <div id={id}>{name}</div>
        {note && (
          <p id={noteId} className={bad ? 'note bad' : 'note'} role={bad ? 'alert' : undefined}>
            {note}
          </p>
        )}
      </div>
      <div className="setting-control">{children(id)}</div>
    </div>
  )
}
