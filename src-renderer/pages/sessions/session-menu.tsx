import { DropdownMenu } from 'radix-ui'
import type { SessionView } from '../../../src-shared/domain/session.ts'
import { keysOf, type ShortcutId } from '../../../src-shared/domain/shortcuts.ts'
import { text } from '../../../src-shared/text/text.ts'
import { focusRow } from '../../keyboard/rows.ts'
import { runSessionShortcut } from '../../keyboard/session-commands.ts'
import { shown } from '../../keyboard/shortcuts.ts'
import { Kbd } from '../../parts/button.tsx'
import { More } from '../../parts/glyph.tsx'
import { useHouse, useRelay, useUi } from '../../store/context.tsx'
import { usePlatform } from '../../store/platform.ts'
import { sessionName } from '../../words/session-words.ts'

const words = text.window.sessions
const labels = text.window.sheets.shortcuts.labels
const NONE = ''

/** Everything one can do to a session, its profile among it; at the end of the chosen row. */
export function SessionMenu({ session, shown: visible }: { session: SessionView; shown: boolean }) {
  const house = useHouse()
  const platform = usePlatform()
  const open = useUi((ui) => ui.sessionMenu === session.id)
  const profiles = useRelay((snapshot) => snapshot.profiles)
  if (!visible) return null
  const name = sessionName(session)
  const label = (id: ShortcutId) =>
    id === 'pause' ? (session.state === 'paused' ? words.resume : words.pause) : labels[id]
  const item = (id: ShortcutId) => (
    <DropdownMenu.Item key={id} className="menu-item plain" onSelect={() => runSessionShortcut(house, id, session.id)}>
      <span className="cut">{label(id)}</span>
      <Kbd>{shown(keysOf(id, 'sessions'), platform)}</Kbd>
    </DropdownMenu.Item>
  )
  return (
    <DropdownMenu.Root
      modal={false}
      open={open}
      onOpenChange={(on) => house.ui.setState({ sessionMenu: on ? session.id : null })}
    >
      <DropdownMenu.Trigger className="more" aria-label={words.menu(name)} tabIndex={-1}>
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
            const { ending, page } = house.ui.getState()
            if (ending === null && page === 'sessions') focusRow(session.id)
          }}
        >
          <DropdownMenu.Group className="menu-group">
            {(['requests-of', 'pause', 'end'] as const).map(item)}
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
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
