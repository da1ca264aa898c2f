import { type FormEvent, useState } from 'react'
import type { ProviderId } from '../../../src-shared/domain/ids.ts'
import { type ProviderView, Role } from '../../../src-shared/domain/provider.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { TextField } from '../../parts/field.tsx'
import { RoleRow } from '../../parts/role-row.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { providerName } from '../../words/names.ts'
import { ProviderSpeed } from './speed.tsx'

const words = text.window.providers

/** The chosen provider: which model answers which role, its address, its models, its end. */
export function ProviderDetail({ id, keys }: { id: ProviderId; keys: number }) {
  const provider = useRelay((snapshot) => snapshot.providers[id])
  if (!provider) return null
  if (provider.type === 'practice') return <p className="provider-detail page-words muted">{words.practiceNote}</p>
  return (
    <div className="provider-detail">
      <Mapping provider={provider} />
      <section className="provider-facts">
        <ProviderSpeed id={id} />
        <Address key={provider.baseUrl} provider={provider} />
        <Models provider={provider} />
        <Fault provider={provider} />
        <Remove provider={provider} keys={keys} />
      </section>
    </div>
  )
}

/** Roles first, then any other model that was given a place in the config. */
function Mapping({ provider }: { provider: ProviderView }) {
  const { updateProvider } = useActions()
  const name = providerName(provider)
  const map = (asked: string, model: string | null) => {
    const { [asked]: _, ...others } = provider.mapping
    void updateProvider(
      { id: provider.id, mapping: model === null ? others : { ...others, [asked]: model } },
      words.said.saved(name),
    )
  }
  const roles: readonly string[] = Role.options
  const others = Object.entries(provider.mapping).filter(([asked]) => !roles.includes(asked))
  return (
    <section className="mapping" aria-label={words.mapping(name)}>
      <header className="section-head">
        <h2>{words.mapping(name)}</h2>
      </header>
      <div className="mapping-head" aria-hidden="true">
        <span>{words.asks}</span>
        <span>{words.goesTo}</span>
      </div>
      {Role.options.map((role) => (
        <RoleRow
          key={role}
          name={words.roles[role]}
          model={provider.mapping[role] ?? null}
          models={provider.models}
          onChoose={(model) => map(role, model)}
        />
      ))}
      {others.map(([asked, model]) => (
        <div key={asked} className="mapping-row">
          <span className="mono cut" title={asked}>
            {asked}
          </span>
          <span className="mono cut" title={model}>
            {model}
          </span>
          <Button look="link" aria-label={`${words.remove} ${asked}`} onClick={() => map(asked, null)}>
            {words.remove}
          </Button>
        </div>
      ))}
    </section>
  )
}

function Address({ provider }: { provider: ProviderView }) {
  const { client, say } = useActions()
  const [error, setError] = useState<string | null>(null)
  const save = async (baseUrl: string | null) => {
    const reply = await client.provider.update({ id: provider.id, baseUrl })
    setError(reply.ok ? null : reply.error.message)
    if (reply.ok) say(words.said.saved(providerName(provider)))
  }
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = new FormData(event.currentTarget).get('address')
    if (typeof typed === 'string' && typed.trim() !== provider.baseUrl) void save(typed.trim())
  }
  return (
    <form className="provider-address" onSubmit={onSubmit}>
      <TextField
        label={words.address}
        name="address"
        inputMode="url"
        defaultValue={provider.baseUrl}
        note={words.addressNote}
        error={error}
        onChange={() => setError(null)}
      />
      <span className="provider-address-actions">
        <Button submit>{text.window.save}</Button>
        <Button look="link" onClick={() => void save(null)}>
          {words.usual}
        </Button>
      </span>
    </form>
  )
}

function Models({ provider }: { provider: ProviderView }) {
  return (
    <section className="provider-models-list">
      <h3>{words.models}</h3>
      {provider.models.length === 0 ? (
        <p className="quiet small">{words.noModels}</p>
      ) : (
        <ul>
          {provider.models.map(({ id, displayName }) => (
            <li key={id}>
              <span className="cut" title={displayName}>
                {displayName}
              </span>
              {displayName !== id && (
                <span className="mono quiet cut selectable" title={id}>
                  {id}
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Fault({ provider: { id, circuit } }: { provider: ProviderView }) {
  const { tryProvider } = useActions()
  if (circuit.kind !== 'open') return null
  return (
    <section>
      <h3>{words.fault}</h3>
      <p className="warn small selectable">{circuit.reason}</p>
      <Button onClick={() => void tryProvider(id)}>{words.tryNow}</Button>
    </section>
  )
}

function Remove({ provider, keys }: { provider: ProviderView; keys: number }) {
  const { removeProvider } = useActions()
  const name = providerName(provider)
  return (
    <div className="provider-remove">
      <Confirm
        ask={words.removeProvider}
        question={words.removeSure(name, keys)}
        yes={words.removeYes}
        no={words.removeNo}
        onYes={() => void removeProvider(provider.id, name)}
      />
    </div>
  )
}
