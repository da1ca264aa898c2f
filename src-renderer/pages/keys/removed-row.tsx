import { useEffect, useRef } from 'react'
import { countdown } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { focusRowSoon, nobodyHasFocus } from '../../keyboard/rows.ts'
import { Button } from '../../parts/button.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useTick } from '../../store/context.tsx'
import type { Removed } from '../../store/ui-store.ts'
import { said } from '../../words/said.ts'

const words = text.window.keys

/** Where a key was a moment ago: the way back, while there is one. */
export function RemovedRow({ removed }: { removed: Removed }) {
  const { restoreKey, forgetRemoved } = useActions()
  const row = useTick<HTMLTableRowElement>((_, now) => {
    if (now >= removed.until) queueMicrotask(() => forgetRemoved(removed.id))
  })
  const cell = useRef<HTMLTableCellElement>(null)
  useEffect(() => {
    if (nobodyHasFocus()) cell.current?.querySelector('button')?.focus()
  }, [])
  const restore = async () => {
    await restoreKey(removed.id)
    // This row goes, and the focus with it.
    focusRowSoon(removed.id)
  }
  return (
    <tr ref={row} className="key-row removed" data-row={removed.id} tabIndex={-1}>
      <td ref={cell} className="removed-words">
        <span className="muted cut">{words.removed(removed.label)}</span>
        <Button look="link" aria-label={`${words.undo}, ${removed.label}`} onClick={restore}>
          {words.undo}
        </Button>
        <LiveText className="quiet" read={(now) => said(words.undoFor(countdown(removed.until - now)), 'quiet')} />
      </td>
    </tr>
  )
}
