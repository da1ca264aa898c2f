import { DropdownMenu } from 'radix-ui'
import type { KeyView } from '../../../src-shared/domain/key.ts'
import { keysOf, type ShortcutId } from '../../../src-shared/domain/shortcuts.ts'
import { text } from '../../../src-shared/text/text.ts'
import { runKeyShortcut } from '../../keyboard/key-commands.ts'
import { focusRow } from '../../keyboard/rows.ts'
import { shown } from '../../keyboard/shortcuts.ts'
import { Kbd } from '../../parts/button.tsx'
import { More } from '../../parts/glyph.tsx'
import { useHouse, useUi } from '../../store/context.tsx'
import { usePlatform } from '../../store/platform.ts'

const labels = text.window.sheets.shortcuts.labels
const words = text.window.keys.detail

const groups: ShortcutId[][] = [
  ['open', 'test', 'wake', 'toggle'],
  ['pause-key', 'pause-key-today', 'resume-key'],
  ['rename', 'replace', 'move-up', 'move-down'],
  ['remove'],
]

/** Everything one can do to a key, with its shortcut; at the end of the chosen row. */
export function KeyMenu({ keyView: key, shown: visible }: { keyView: KeyView; shown: boolean }) {
  const house = useHouse()
  const platform = usePlatform()
  const open = useUi((ui) => ui.menu === key.id)
  if (!visible) return null
  const isPaused = key.status.kind === 'paused' && key.status.by === 'user'
  const applies = (id: ShortcutId) => {
    if (id === 'wake') return key.status.kind === 'cooling'
    if (id === 'resume-key') return isPaused
    return (id !== 'pause-key' && id !== 'pause-key-today') || (!isPaused && key.enabled)
  }
  const label = (id: ShortcutId) => (id === 'toggle' ? (key.enabled ? words.turnOff : words.turnOn) : labels[id])
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={(on) => house.ui.setState({ menu: on ? key.id : null })}>
      <DropdownMenu.Trigger className="more" aria-label={text.window.keys.menu(key.label)} tabIndex={-1}>
        <More />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            // Back to the row, unless what was picked has put the focus elsewhere.
            event.preventDefault()
            const { renaming, sheet } = house.ui.getState()
            if (renaming === null && sheet.kind === 'none') focusRow(key.id)
          }}
        >
          {groups.map((group) => (
            <DropdownMenu.Group key={group[0]} className="menu-group">
              {group.filter(applies).map((id) => (
                <DropdownMenu.Item
                  key={id}
                  className="menu-item plain"
                  onSelect={() => runKeyShortcut(house, id, key.id)}
                >
                  <span className="cut">{label(id)}</span>
                  <Kbd>{shown(keysOf(id, 'keys'), platform)}</Kbd>
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
