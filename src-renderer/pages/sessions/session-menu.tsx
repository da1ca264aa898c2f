import { DropdownMenu } from 'radix-ui'
import type { SessionView } from '../../../src-shared/domain/session.ts'
import { keysOf, type ShortcutId } from '../../../src-shared/domain/shortcuts.ts'
import { sessionName } from '../../../src-shared/text/session.ts'
import { text } from '../../../src-shared/text/text.ts'
import { runSessionShortcut } from '../../keyboard/session-commands.ts'
import { RowMenu, RowMenuItem } from '../../parts/row-menu.tsx'
import { useHouse, useRelay } from '../../store/context.tsx'

const words = text.window.sessions
const labels = text.window.sheets.shortcuts.labels
const NONE = ''

/** Everything one can do to a session, its profile among it; at the end of the chosen row. */
export function SessionMenu({ session, shown: visible }: { session: SessionView; shown: boolean }) {
  const house = useHouse()
  const profiles = useRelay((snapshot) => snapshot.profiles)
  if (!visible) return null
  const name = sessionName(session)
  const label = (id: ShortcutId) =>
    id === 'pause' ? (session.state === 'paused' ? words.resume : words.pause) : labels[id]
  const goesBack = () => {
    const { ending, page } = house.ui.getState()
    return ending === null && page === 'sessions'
  }
  return (
    <RowMenu row={session.id} label={words.menu(name)} goesBack={goesBack}>
      <DropdownMenu.Group className="menu-group">
        {(['requests-of', 'pause', 'end'] as const).map((id) => (
          <RowMenuItem
            key={id}
            name={label(id)}
            keys={keysOf(id, 'sessions')}
            onSelect={() => runSessionShortcut(house, id, session.id)}
          />
        ))}
      </DropdownMenu.Group>
      <DropdownMenu.RadioGroup
        className="menu-group"
        aria-label={words.profileOf(name)}
        value={session.profile ?? NONE}
        onValueChange={(value) => void house.actions.assignProfile(session.id, value === NONE ? null : value)}
      >
        {[NONE, ...profiles.map((it) => it.name)].map((profile) => (
          <DropdownMenu.RadioItem key={profile} className="menu-item" value={profile} textValue={profile}>
            <span className="menu-mark">
              <DropdownMenu.ItemIndicator>
                <span className="menu-dot" />
              </DropdownMenu.ItemIndicator>
            </span>
            <span className="cut">{profile === NONE ? words.noProfile : profile}</span>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </RowMenu>
  )
}
