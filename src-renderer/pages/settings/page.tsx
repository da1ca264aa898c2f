import { type FormEvent, useEffect, useId, useState } from 'react'
import type { Settings } from '../../../src-shared/ipc/snapshot.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Select } from '../../parts/field.tsx'
import { Switch } from '../../parts/switch.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { FilesGroup } from './files-group.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** Every setting in one column; each takes effect at once. */
export function SettingsPage() {
  return (
    <div className="page">
      <main className="page-main settings-page">
        <section className="head plain">
          <h1 className="say">{words.title}</h1>
          <p className="small quiet push">{words.when}</p>
        </section>
        <RelayGroup />
        <ClaudeGroup />
        <WindowGroup />
        <FilesGroup />
      </main>
    </div>
  )
}

function RelayGroup() {
  const { setting, copyToken, renewToken } = useActions()
  const settings = useRelay((snapshot) => snapshot.settings)
  return (
    <Group name={words.groups.relay}>
      <Listen key={settings.listen} listen={settings.listen} />
      <Choice
        name={words.strategy}
        note={words.strategyNote}
        value={settings.strategy}
        labels={words.strategies}
        onChoose={(strategy) => setting({ strategy })}
      />
      <Choice
        name={words.selector}
        note={words.selectorNote}
        value={settings.key_selector}
        labels={words.selectors}
        onChoose={(key_selector) => setting({ key_selector })}
      />
      <Row name={words.token} note={words.tokenNote}>
        {() => (
          <>
            <Button look="link" onClick={() => void copyToken()}>
              {words.copy}
            </Button>
            <Confirm
              ask={words.renew}
              question={words.renewSure}
              yes={words.renewYes}
              no={words.renewNo}
              onYes={() => void renewToken()}
            />
          </>
        )}
      </Row>
      <Row name={words.subscription} note={words.subscriptionNote}>
        {(id) => (
          <Switch
            on={settings.allow_subscription}
            aria-labelledby={id}
            onChange={(allow_subscription) => void setting({ allow_subscription })}
          />
        )}
      </Row>
      <Row name={words.login}>
        {(id) => (
          <Switch
            on={settings.start_at_login}
            aria-labelledby={id}
            onChange={(start_at_login) => void setting({ start_at_login })}
          />
        )}
      </Row>
    </Group>
  )
}

/** The address as one field; what is wrong with it is said beneath, and it stays as typed. */
function Listen({ listen }: { listen: string }) {
  const { client } = useActions()
  const noteId = useId()
  const [error, setError] = useState<string | null>(null)
  const save = async (typed: string) => {
    if (typed === listen) return setError(null)
    const reply = await client.settings.patch({ listen: typed })
    setError(reply.ok ? null : reply.error.message)
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget).get('listen')
    if (typeof typed === 'string') void save(typed.trim())
  }
  return (
    <Row name={words.listen} note={error ?? words.listenNote} noteId={noteId} bad={error !== null}>
      {(id) => (
        <form className="inline-form" onSubmit={onSubmit}>
          <input
            name="listen"
            className="box mono listen"
            aria-labelledby={id}
            aria-describedby={noteId}
            aria-invalid={error !== null || undefined}
            defaultValue={listen}
            spellCheck={false}
            autoComplete="off"
            onBlur={({ currentTarget }) => void save(currentTarget.value.trim())}
          />
        </form>
      )}
    </Row>
  )
}

interface ChoiceProps<V extends string> {
  name: string
  note?: string
  value: V
  labels: Readonly<Record<V, string>>
  onChoose: (value: V) => unknown
}

function Choice<V extends string>({ name, note, value, labels, onChoose }: ChoiceProps<V>) {
  const values = Object.keys(labels) as V[]
  return (
    <Row name={name} note={note}>
      {(id) => (
        <Select
          aria-labelledby={id}
          value={value}
          choices={values.map((each) => ({ value: each, label: labels[each] }))}
          onChoose={(typed) => {
            const chosen = values.find((each) => each === typed)
            if (chosen) onChoose(chosen)
          }}
        />
      )}
    </Row>
  )
}

function ClaudeGroup() {
  const { copyEnvironment } = useActions()
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

function WindowGroup() {
  const { setting } = useActions()
  const appearance = useRelay((snapshot) => snapshot.settings.appearance)
  return (
    <Group name={words.groups.window}>
      <Choice<Settings['appearance']>
        name={words.appearance}
        value={appearance}
        labels={words.appearances}
        onChoose={(chosen) => setting({ appearance: chosen })}
      />
    </Group>
  )
}
