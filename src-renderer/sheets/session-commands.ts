import { inOrder, isOver } from '../../src-shared/domain/session.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { sessionName } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { focusRowSoon } from '../keyboard/rows.ts'
import type { House } from '../store/context.tsx'
import type { Command } from './command.ts'

const words = text.window.sheets.palette

/** Every Claude Code at work by its folder: to look at, and where it has a token of its own, to pause. */
export function sessionCommands({ ui, actions }: House, snapshot: Snapshot): Command[] {
  const live = inOrder(snapshot.sessions).filter((it) => !isOver(it))
  return live.flatMap((session) => {
    const { id, kind, state, profile } = session
    const base = { name: sessionName(session), note: profile ?? '', glyph: null, keys: '' }
    const go: Command = {
      ...{ ...base, id: `session ${id}`, verb: words.goToSession },
      run: () => {
        ui.setState({ page: 'sessions', session: id })
        focusRowSoon(id)
      },
    }
    if (kind !== 'launch') return [go]
    const verb = state === 'paused' ? words.resumeSession : words.pauseSession
    return [go, { ...base, id: `pause ${id}`, verb, run: () => void actions.pauseSession(id) }]
  })
}
