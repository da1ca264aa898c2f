import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import type { House } from '../store/context.tsx'

/** What the shortcuts of the key list do to a key; its menu does the same. False: not one of these. */
export function runKeyShortcut({ ui, actions }: House, id: ShortcutId, key: KeyId): boolean {
  switch (id) {
    case 'toggle':
      void actions.toggleKey(key)
      return true
    case 'open':
      ui.setState({ key, inspector: !(ui.getState().inspector && ui.getState().key === key) })
      return true
    case 'test':
      void actions.testKey(key)
      return true
    case 'wake':
      void actions.wakeKeys(key)
      return true
    case 'pause-key':
      void actions.pauseKey(key, 60)
      return true
    case 'pause-key-today':
      void actions.pauseKey(key, 'today')
      return true
    case 'resume-key':
      void actions.resumeKey(key)
      return true
    case 'rename':
      ui.setState({ key, renaming: key })
      return true
    case 'replace':
      actions.open({ kind: 'replace-key', id: key })
      return true
    case 'remove':
      void actions.removeKey(key)
      return true
    case 'move-up':
      void actions.moveKey(key, -1)
      return true
    case 'move-down':
      void actions.moveKey(key, 1)
      return true
    case 'undo-move':
      void actions.undoMove()
      return true
    default:
      return false
  }
}
