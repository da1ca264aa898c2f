import { text } from '../../../src-shared/text/text.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings
const says = words.privacy

/** What is kept of one's work, where and for how long; what can be forgotten while the relay runs is forgotten here. */
export function PrivacyGroup() {
  const { forgetKept, forgetRequests, forgetFolders } = useActions()
  const requests = useRelay((snapshot) => snapshot.totals.requests)
  const folders = useRelay(({ settings }) => settings.recent_folders.length + (settings.last_folder === null ? 0 : 1))
  return (
    <Group name={words.groups.privacy}>
      <Row name={says.said} note={says.saidNote}>
        {() => <span className="muted">{says.notKept}</span>}
      </Row>
      <Row name={says.requests} note={says.requestsNote}>
        {() => (
          <Forget
            any={requests > 0}
            ask={says.forgetRequests}
            question={says.requestsSure}
            onYes={() => void forgetRequests()}
          />
        )}
      </Row>
      <Row name={says.folders} note={says.foldersNote}>
        {() => (
          <Forget
            any={folders > 0}
            ask={says.forgetFolders}
            question={says.foldersSure}
            onYes={() => void forgetFolders()}
          />
        )}
      </Row>
      <Row name={says.sessions} note={says.sessionsNote}>
        {() => (
          <Forget
            any
            ask={says.forgetSessions}
            question={says.sessionsSure}
            onYes={() => void forgetKept('sessions')}
          />
        )}
      </Row>
      <Row name={says.learned} note={says.learnedNote}>
        {() => (
          <Forget any ask={says.forgetLearned} question={says.learnedSure} onYes={() => void forgetKept('limits')} />
        )}
      </Row>
      <Row name={says.logs} note={says.logsNote}>
        {() => <Forget any ask={says.forgetLogs} question={says.logsSure} onYes={() => void forgetKept('logs')} />}
      </Row>
      <Row name={says.days} note={says.daysNote}>
        {() => <Kept in="key-days.json" />}
      </Row>
    </Group>
  )
}

const Kept = ({ in: file }: { in: string }) => <span className="muted mono selectable">{file}</span>

interface ForgetProps {
  any: boolean
  ask: string
  question: string
  onYes: () => void
}

function Forget({ any, ask, question, onYes }: ForgetProps) {
  if (!any) return <span className="muted">{says.none}</span>
  return <Confirm ask={ask} question={question} yes={says.yes} no={says.no} onYes={onYes} />
}
