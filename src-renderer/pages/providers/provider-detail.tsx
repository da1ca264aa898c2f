import { type FormEvent, useState } from 'react'
import { ProviderId } from '../../../src-shared/domain/ids.ts'
import { type ModelInfo, type ProviderView, Role } from '../../../src-shared/domain/provider.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { RoleRow } from '../../parts/role-row.tsx'
import { useActions, useHouse, useRelay } from '../../store/context.tsx'
import { providerName } from '../../words/names.ts'
import { ExactName } from './exact-name.tsx'
import { ProviderAccount } from './provider-account.tsx'
import { ProviderHealth } from './provider-health.tsx'
import { ProviderSpeed } from './speed.tsx'

const words = text.window.providers

/** The chosen provider: which model answers which role, its address, its models, its end. */
export function ProviderDetail({ id }: { id: ProviderId }) {
  const provider = useRelay((snapshot) => snapshot.providers[id])
  const [fetched, setFetched] = useState<readonly ModelInfo[] | null>(null)
  if (!provider) return null
  if (provider.type === 'practice') return <p className="provider-detail page-words muted">{words.practiceNote}</p>
  const models = [...(fetched ?? provider.models)]
  return (
    <div className="provider-detail">
      <Mapping provider={{ ...provider, models }} />
      <section className="provider-facts">
        <ProviderSpeed id={id} />
        <Address key={provider.baseUrl} provider={provider} />
        <ProviderHealth provider={provider} />
        <ProviderAccount provider={provider} />
        <Models provider={{ ...provider, models }} onFetch={setFetched} />
        <Name key={`name ${provider.id}`} provider={provider} />
        <Remove provider={provider} />
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
      <ExactName models={provider.models} onAdd={map} />
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

function Models({ provider, onFetch }: { provider: ProviderView; onFetch: (models: ModelInfo[]) => void }) {
  const { client } = useActions()
  const [state, setState] = useState<'idle' | 'asking' | { problem: string }>('idle')
  const ask = async () => {
    setState('asking')
    const reply = await client.provider.models({ id: provider.id })
    setState(reply.ok ? 'idle' : { problem: reply.error.message })
    if (reply.ok) onFetch(reply.value.models)
  }
  return (
    <section className="provider-models-list">
      <header>
        <h3>{words.models}</h3>
        <Button look="link" disabled={state === 'asking'} onClick={() => void ask()}>
          {state === 'asking' ? words.askingModels : words.askModels}
        </Button>
      </header>
      {typeof state === 'object' && (
        <p className="warn small" role="alert">
          {state.problem}
        </p>
      )}
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

function Name({ provider }: { provider: ProviderView }) {
  const { client, say } = useActions()
  const { ui } = useHouse()
  const [error, setError] = useState<string | null>(null)
  const onSubmit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = ProviderId.safeParse(String(new FormData(event.currentTarget).get('name') ?? '').trim())
    if (!typed.success || typed.data === provider.id) return
    const reply = await client.provider.rename({ id: provider.id, name: typed.data })
    if (!reply.ok) return setError(reply.error.message)
    say(words.said.saved(typed.data))
    ui.setState({ provider: typed.data })
  }
  return (
    <form className="provider-address" onSubmit={(event) => void onSubmit(event)}>
      <TextField
        label={words.name}
        name="name"
        maxLength={60}
        defaultValue={provider.id}
        error={error}
        onChange={() => setError(null)}
      />
      <span className="provider-address-actions">
        <Button submit>{words.rename}</Button>
      </span>
    </form>
  )
}

function Remove({ provider }: { provider: ProviderView }) {
  const { removeProvider } = useActions()
  return (
    <div className="provider-remove">
      <Button look="link" onClick={() => void removeProvider(provider.id, providerName(provider))}>
        {words.removeProvider}
      </Button>
    </div>
  )
}
