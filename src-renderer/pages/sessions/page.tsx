import { useEffect, useMemo } from 'react'
import { inOrder } from '../../../src-shared/domain/session.ts'
import { text } from '../../../src-shared/text/text.ts'
import { focusRow, nobodyHasFocus } from '../../keyboard/rows.ts'
import { Button } from '../../parts/button.tsx'
import { Environment } from '../../parts/environment.tsx'
import { Grid } from '../../parts/grid.tsx'
import { useActions, useRelay, useUi } from '../../store/context.tsx'
import { sessionsLine } from '../../words/session-words.ts'
import { ProfileList } from './profile-list.tsx'
import { SessionRow } from './session-row.tsx'

const words = text.window.sessions

/** Every Claude Code at work here, by folder, and the profiles they work under. */
export function SessionsPage() {
  const sessions = useRelay((snapshot) => snapshot.sessions)
  const rows = useMemo(() => inOrder(sessions), [sessions])
  const chosen = useUi((ui) => ui.session)
  const reachable = rows.some(({ id }) => id === chosen) ? chosen : rows[0]?.id
  useEffect(() => {
    if (chosen && nobodyHasFocus()) focusRow(chosen)
  }, [chosen])
  return (
    <div className="page">
      <main className="page-main sessions-page">
        <section className="head plain">
          <h1 className="say">{rows.length === 0 ? words.none : sessionsLine(sessions)}</h1>
          {rows.length > 0 && <p className="small muted push">{words.about}</p>}
        </section>
        {rows.length === 0 ? (
          <NoSessions />
        ) : (
          <Grid className="sessions" headClass="session-head" label={words.table} head={<Head />}>
            {rows.map((session, at) => (
              <SessionRow
                key={session.id}
                session={session}
                first={session.folder === null || rows[at - 1]?.folder !== session.folder}
                chosen={session.id === chosen}
                reachable={session.id === reachable}
              />
            ))}
          </Grid>
        )}
        <ProfileList />
      </main>
    </div>
  )
}

function NoSessions() {
  const { open } = useActions()
  const hasKeys = useRelay((snapshot) => snapshot.keyOrder.length > 0)
  return (
    <div className="page-words">
      <p className="muted">{words.noneWords}</p>
      {hasKeys ? (
        <Button look="link" onClick={() => open({ kind: 'launch' })}>
          {text.window.bar.launch}
        </Button>
      ) : (
        <Environment />
      )}
    </div>
  )
}

const END = new Set(['in', 'out', 'cached', 'cost'])
const UNSEEN = new Set(['state', 'actions'])

function Head() {
  return Object.entries(words.columns).map(([name, label]) => (
    <th key={name} scope="col" className={`session-${name}${END.has(name) ? ' end' : ''}`}>
      {UNSEEN.has(name) ? <span className="unseen">{label}</span> : label}
    </th>
  ))
}
