import { useEffect, useRef } from 'react'
import type { Scope, Shortcut } from '../../src-shared/domain/shortcuts.ts'
import type { Platform } from './shortcuts.ts'
import { chordOf, pressedShortcut, worksWhileTyping } from './shortcuts.ts'

const TYPING = 'input, textarea, select, [contenteditable="true"]'
const ELSEWHERE = 'header.bar, nav, .notices'
const PRESSABLE = 'button, a[href], summary, [role="menuitemradio"], [role="menuitem"], [role="option"]'

/**
 * Listens for the table's shortcuts. `run` answers whether it took the key; one it did not take goes its
 * usual way. Keys of a list are left alone while a field or a button has the focus: there they mean
 * something else.
 */
export function useShortcuts(platform: Platform, scope: Scope, run: (shortcut: Shortcut) => boolean): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return
      const shortcut = pressedShortcut(event, platform, scope)
      if (!shortcut) return
      const at = event.target instanceof Element ? event.target : null
      if (at?.closest(TYPING) && !worksWhileTyping(chordOf(event, platform))) return
      if (at?.closest('[role="menu"]')) return
      if (shortcut.scope !== 'everywhere' && !event.ctrlKey && !event.metaKey && at?.closest(ELSEWHERE)) return
      if (at?.closest(PRESSABLE) && (event.key === 'Enter' || event.key === ' ')) return
      if (latest.current(shortcut)) event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [platform, scope])
}
