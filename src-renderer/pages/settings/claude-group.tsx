import { useEffect, useState } from 'react'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/field.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** Which Claude Code, in which terminal, and its environment for other shells. */
export function ClaudeGroup() {
  const { copyEnvironment, open } = useActions()
  const everywhere = useRelay((snapshot) => snapshot.settings.claude_everywhere)
  const claude = useRelay((snapshot) => snapshot.claude)
  return (
    <Group name={words.groups.claude}>
      <Row name={words.claude}>
        {() =>
          claude.kind === 'found' ? (
            <span className="muted cut selectable">{words.claudeAt(claude.path, claude.version)}</span>
          ) : (
            <span className={claude.kind === 'absent' ? 'warn' : 'muted'}>{words.claudeNot[claude.kind]}</span>
          )
        }
      </Row>
      <TerminalRow />
      <Row name={words.elsewhere} note={words.elsewhereNote[everywhere ? 'on' : 'off']}>
        {() => (
          <Button
            look="link"
            aria-label={`${words.elsewhere}: ${words.check}`}
            onClick={() => open({ kind: 'doctor' })}
          >
            {words.check}
          </Button>
        )}
      </Row>
      <Row name={words.environment} note={words.environmentNote}>
        {() =>
          (Object.keys(text.window.shell) as (keyof typeof text.window.shell)[]).map((shell) => (
            <Button key={shell} look="link" onClick={() => void copyEnvironment(shell)}>
              {text.window.shell[shell]}
            </Button>
          ))
        }
      </Row>
    </Group>
  )
}

function TerminalRow() {
  const { client, setting } = useActions()
  const terminal = useRelay((snapshot) => snapshot.settings.terminal)
  const [all, setAll] = useState<{ name: string; found: boolean }[]>([])
  useEffect(() => {
    let gone = false
    void client.claude.terminals().then((reply) => {
      if (!gone && reply.ok) setAll(reply.value)
    })
    return () => {
      gone = true
    }
  }, [client])
  const known = all.some(({ name }) => name === terminal)
  const choices = [
    { value: '', label: words.terminalAny },
    ...all
      .filter(({ found, name }) => found || name === terminal)
      .map(({ name, found }) => ({
        value: name,
        label: found ? name : words.terminalMissing(name),
      })),
    ...(terminal && !known ? [{ value: terminal, label: terminal }] : []),
  ]
  return (
    <Row name={words.terminal}>
      {(id) => (
        <Select
          aria-labelledby={id}
          value={terminal ?? ''}
          choices={choices}
          onChoose={(name) => void setting({ terminal: name || null })}
        />
      )}
    </Row>
  )
}
