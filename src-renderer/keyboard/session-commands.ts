import type { SessionId } from '../../src-shared/domain/ids.ts'
import type { ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import type { House } from '../store/context.tsx'
import { snapshotOf } from '../store/relay-store.ts'

/** What the shortcuts of the session list do to a session; its menu does the same. False: not one of these. */
export function runSessionShortcut({ relay, ui, actions }: House, id: ShortcutId, session: SessionId): boolean {
  const found = snapshotOf(relay.getState())?.sessions[session]
  if (!found) return false
  const canBeStopped = found.kind === 'launch' && found.endedAt === null
  switch (id) {
    case 'requests-of':
      ui.setState({ page: 'requests', filter: session, request: null, requestOpen: false })
      return true
    case 'pause':
      if (canBeStopped) void actions.pauseSession(session)
      return canBeStopped
    case 'end':
      if (canBeStopped) ui.setState({ ending: session })
      return canBeStopped
    case 'profile':
      if (canBeStopped) ui.setState({ menu: session })
      return canBeStopped
    default:
      return false
  }
}
