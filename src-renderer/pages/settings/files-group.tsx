import { timeOfDay } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { ResetRow } from './reset-row.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** Where things are kept, and how to see them. */
export function FilesGroup() {
  const { open, showConfig, showLogs, reloadConfig } = useActions()
  const vault = useRelay((snapshot) => snapshot.vault)
  const config = useRelay((snapshot) => snapshot.config)
  const version = useRelay((snapshot) => snapshot.version)
  return (
    <Group name={words.groups.files}>
      <Row name={words.vault} note={words.vaultNote[vault.kind]}>
        {() => <span className="muted">{words.vaults[vault.kind](vault.backend)}</span>}
      </Row>
      <Row name={words.config} note={words.configFrom[config.source]}>
        {() => (
          <>
            <span className="muted mono cut selectable" title={config.path}>
              {config.path}
            </span>
            {config.source === 'file' && (
              <Button look="link" onClick={() => void reloadConfig()}>
                {words.reload}
              </Button>
            )}
            <Button look="link" aria-label={`${words.show} ${words.config}`} onClick={() => void showConfig()}>
              {words.show}
            </Button>
          </>
        )}
      </Row>
      <Row name={words.logs} note={words.logsNote}>
        {() => (
          <>
            <Button look="link" onClick={() => open({ kind: 'log', about: null })}>
              {words.liveLog}
            </Button>
            <LogEverything />
            <Button look="link" aria-label={`${words.show} ${words.logs}`} onClick={() => void showLogs()}>
              {words.show}
            </Button>
          </>
        )}
      </Row>
      <ResetRow />
      <Row name={words.version}>{() => <span className="muted selectable">{version}</span>}</Row>
    </Group>
  )
}

const LOG_MINUTES = 15

/** For looking into a problem: the log says everything for a while, then as the config says again. */
function LogEverything() {
  const { logEverything } = useActions()
  const until = useRelay((snapshot) => snapshot.debugUntil)
  if (until === null)
    return (
      <Button look="link" onClick={() => void logEverything(LOG_MINUTES)}>
        {words.logEverything}
      </Button>
    )
  return (
    <>
      <span className="muted">{words.logUntil(timeOfDay(until).slice(0, 5))}</span>
      <Button look="link" onClick={() => void logEverything(0)}>
        {words.logAsBefore}
      </Button>
    </>
  )
}
