import { useEffect, useRef } from 'react'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import { text } from '../../../src-shared/text/text.ts'
import { focusRow } from '../../keyboard/rows.ts'
import { useActions, useHouse } from '../../store/context.tsx'

/** The label as a field, in its own place. Enter keeps, Escape leaves it, going elsewhere keeps. */
export function RenameField({ id, label }: { id: KeyId; label: string }) {
  const { ui } = useHouse()
  const { renameKey } = useActions()
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => input.current?.select(), [])
  return (
    <input
      ref={input}
      className="rename"
      aria-label={text.window.keys.rename}
      defaultValue={label}
      maxLength={60}
      spellCheck={false}
      onBlur={({ currentTarget }) => {
        if (ui.getState().renaming === id) void renameKey(id, currentTarget.value.trim())
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== 'Escape') return
        event.preventDefault()
        if (event.key === 'Enter') void renameKey(id, event.currentTarget.value.trim())
        else ui.setState({ renaming: null })
        focusRow(id)
      }}
    />
  )
}
