import { type FormEvent, useId, useState } from 'react'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Switch } from '../../parts/switch.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { isGuarded } from '../../words/base-url.ts'
import { Choice } from './choice.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** Where the relay listens, whom it asks first, and who may ask it. */
export function RelayGroup() {
  const { setting, copyToken, renewToken } = useActions()
  const settings = useRelay((snapshot) => snapshot.settings)
  const token = useRelay((snapshot) => snapshot.token)
  // Without a certificate there is nothing but plain HTTP, and nothing to switch.
  const unguarded = useRelay((now) => 'port' in now.relay && now.relay.kind !== 'failed' && !isGuarded(now))
  return (
    <Group name={words.groups.relay}>
      <Listen key={settings.listen} listen={settings.listen} />
      {!unguarded && (
        <Row name={words.plainHttp} note={words.plainHttpNote}>
          {(id) => (
            <Switch
              on={settings.plain_http}
              aria-labelledby={id}
              onChange={(plain_http) => void setting({ plain_http })}
            />
          )}
        </Row>
      )}
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
      <Row name={words.token} note={token.renews ? words.tokenNote : words.tokenOfFile}>
        {() => (
          <>
            <span className="muted mono">
              <span aria-hidden="true">{words.tokenMask}</span>
              {token.hint && <span className="unseen">{words.tokenEnds}</span>}
              {token.hint}
            </span>
            <Button look="link" aria-label={`${words.copy} ${words.token}`} onClick={() => void copyToken()}>
              {words.copy}
            </Button>
            {token.renews && (
              <Confirm
                ask={words.renew}
                question={words.renewSure}
                yes={words.renewYes}
                no={words.renewNo}
                onYes={() => void renewToken()}
              />
            )}
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
