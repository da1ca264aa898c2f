import { DropdownMenu } from 'radix-ui'
import type { KeyView } from '../../../src-shared/domain/key.ts'
import { keysOf, type ShortcutId } from '../../../src-shared/domain/shortcuts.ts'
import { text } from '../../../src-shared/text/text.ts'
import { runKeyShortcut } from '../../keyboard/key-commands.ts'
import { RowMenu, RowMenuItem } from '../../parts/row-menu.tsx'
import { useHouse } from '../../store/context.tsx'

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
  if (!visible) return null
  const isPaused = key.status.kind === 'paused' && key.status.by === 'user'
  const applies = (id: ShortcutId) => {
    if (id === 'wake') return key.status.kind === 'cooling'
    if (id === 'resume-key') return isPaused
    return (id !== 'pause-key' && id !== 'pause-key-today') || (!isPaused && key.enabled)
  }
  const label = (id: ShortcutId) => (id === 'toggle' ? (key.enabled ? words.turnOff : words.turnOn) : labels[id])
  const goesBack = () => {
    const { renaming, sheet } = house.ui.getState()
    return renaming === null && sheet.kind === 'none'
  }
  return (
    <RowMenu row={key.id} label={text.window.keys.menu(key.label)} goesBack={goesBack}>
      {groups.map((group) => (
        <DropdownMenu.Group key={group[0]} className="menu-group">
          {group.filter(applies).map((id) => (
            <RowMenuItem
              key={id}
              name={label(id)}
              keys={keysOf(id, 'keys')}
              onSelect={() => runKeyShortcut(house, id, key.id)}
            />
          ))}
        </DropdownMenu.Group>
      ))}
    </RowMenu>
  )
}
