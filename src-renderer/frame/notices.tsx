import type { ReactNode } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { useActions, useHouse, useMirror, useRelay, useUi } from '../store/context.tsx'
import { leftOffline } from '../words/offline.ts'

const words = text.window.notices

/** Lines under the bar: what stands until somebody acts, then what was just said. */
export function Notices() {
  return (
    <section className="notices" aria-label={words.region}>
      <Lost />
      <Practice />
      <NotListening />
      <Offline />
      <NoKeyring />
      <BrokenConfig />
      <Raised />
    </section>
  )
}

interface LineProps {
  tone?: 'plain' | 'warn' | 'bad'
  mark?: string
  children: ReactNode
  actions?: ReactNode
}

function Line({ tone = 'plain', mark, children, actions }: LineProps) {
  return (
    <div className="notice" data-tone={tone}>
      {mark && <strong className="notice-mark">{mark}</strong>}
      <p>{children}</p>
      {actions && <span className="notice-actions">{actions}</span>}
    </div>
  )
}

function Lost() {
  const lost = useMirror((mirror) => mirror.phase === 'lost')
  const message = useMirror((mirror) => (mirror.phase === 'lost' ? mirror.message : null))
  const { refresh } = useHouse()
  if (!lost) return null
  return (
    <Line
      tone="warn"
      actions={
        <Button look="link" onClick={refresh}>
          {text.window.lost.tryAgain}
        </Button>
      }
    >
      {text.window.lost.title} {message ?? text.window.lost.words}
    </Line>
  )
}

function Practice() {
  const { practice } = useActions()
  if (!useRelay((snapshot) => snapshot.practice)) return null
  return (
    <Line
      mark={words.practice}
      actions={
        <Button look="link" onClick={() => practice(false)}>
          {words.endPractice}
        </Button>
      }
    >
      {words.practiceWords}
    </Line>
  )
}

function NotListening() {
  const { ui } = useHouse()
  const relay = useRelay((snapshot) => snapshot.relay)
  if (relay.kind !== 'failed') return null
  const choose = () => ui.setState({ page: 'settings' })
  return (
    <Line
      tone="bad"
      actions={
        <Button look="link" onClick={choose}>
          {words.choosePort}
        </Button>
      }
    >
      {relay.code === 'port_taken' ? words.portTaken(relay.port, relay.by ?? words.anotherProgram) : relay.message}
    </Line>
  )
}

function Offline() {
  const online = useUi((ui) => ui.online)
  const left = useRelay((snapshot) => leftOffline(snapshot, online))
  return left && <Line tone="warn">{words.offline[left]}</Line>
}

function NoKeyring() {
  const shown = useRelay(
    (snapshot) => snapshot.vault.kind === 'session' && !snapshot.practice && snapshot.keyOrder.length > 0,
  )
  return shown && <Line>{words.noKeyring}</Line>
}

function BrokenConfig() {
  const { showConfig } = useActions()
  const problem = useRelay((snapshot) => snapshot.config.problem)
  if (!problem) return null
  return (
    <Line
      tone="warn"
      actions={
        <Button look="link" onClick={showConfig}>
          {words.showFile}
        </Button>
      }
    >
      {problem}
    </Line>
  )
}

function Raised() {
  const { dismiss } = useActions()
  const notices = useUi((ui) => ui.notices)
  const tone = { info: 'plain', warn: 'warn', error: 'bad' } as const
  return (
    <div role="status" className="raised">
      {notices.map((notice) => (
        <Line
          key={notice.id}
          tone={tone[notice.tone]}
          actions={
            <Button look="link" onClick={() => dismiss(notice.id)}>
              {words.dismiss}
            </Button>
          }
        >
          {notice.text}
        </Line>
      ))}
    </div>
  )
}
