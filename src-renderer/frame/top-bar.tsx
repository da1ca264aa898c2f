import { useMemo, useState } from 'react'
import type { RelayStatus } from '../../src-shared/domain/relay.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Picker } from '../parts/picker.tsx'
import { useActions, useRelay } from '../store/context.tsx'
import { choosableModels, keptByProfiles, splitListen } from '../store/selectors.ts'
import { modelName, providerName, providerNameOf } from '../words/names.ts'
import { downProviders } from '../words/pool-words.ts'
import { relayWord } from '../words/relay-words.ts'

const words = text.window.bar
const ANY = '*'

/** The relay in a word and its address; which provider and model; the one filled button. */
export function TopBar() {
  const failed = useRelay((snapshot) => snapshot.relay.kind === 'failed')
  return (
    <header className="bar">
      <RelayState />
      <Address />
      {failed ? <Mend /> : <Choices />}
    </header>
  )
}

function RelayState() {
  const relay = useRelay((snapshot) => snapshot.relay)
  const empty = useRelay((snapshot) => snapshot.keyOrder.length === 0)
  const waiting = useRelay((snapshot) => snapshot.pool.ready === 0 || downProviders(snapshot).length > 0)
  return (
    <span className="relay-state">
      <span className="dot" data-kind={dotOf(relay, empty, waiting)} />
      {relayWord(relay, empty)}
    </span>
  )
}

function dotOf(relay: RelayStatus, empty: boolean, waiting: boolean): 'live' | 'waiting' | 'off' | 'bad' {
  if (relay.kind === 'failed') return 'bad'
  if (relay.kind !== 'listening' || empty) return 'off'
  return waiting ? 'waiting' : 'live'
}

function Address() {
  const { copyAddress } = useActions()
  const relay = useRelay((snapshot) => snapshot.relay)
  const listen = useRelay((snapshot) => snapshot.settings.listen)
  const [copied, setCopied] = useState(false)
  const address =
    'port' in relay ? `${relay.host.includes(':') ? `[${relay.host}]` : relay.host}:${relay.port}` : listen
  return (
    <button
      type="button"
      className="address mono"
      title={words.copyAddress}
      aria-label={`${words.copyAddress}, ${address}`}
      onClick={async () => {
        const { ok } = await copyAddress()
        setCopied(ok)
      }}
      onPointerLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
    >
      {copied ? (
        words.copied
      ) : (
        <>
          <span className="address-host">{address.slice(0, address.lastIndexOf(':'))}</span>
          {address.slice(address.lastIndexOf(':'))}
        </>
      )}
    </button>
  )
}

/** The relay has no address to listen on: the two ways out stand where the choices were. */
function Mend() {
  const { setting } = useActions()
  const listen = useRelay((snapshot) => snapshot.settings.listen)
  const { host, port } = splitListen(listen)
  const next = port < 65_535 ? port + 1 : 8787
  return (
    <span className="bar-end">
      <Button onClick={() => setting({ listen })}>{words.tryAgain}</Button>
      <Button look="go" onClick={() => setting({ listen: `${host}:${next}` })}>
        {words.usePort(next)}
      </Button>
    </span>
  )
}

function Choices() {
  const { open, resume } = useActions()
  const relay = useRelay((snapshot) => snapshot.relay)
  const empty = useRelay((snapshot) => snapshot.keyOrder.length === 0)
  return (
    <span className="bar-end">
      {relay.kind === 'paused' && <Button onClick={resume}>{words.resume}</Button>}
      {relay.kind === 'stopped' && <Button onClick={resume}>{words.start}</Button>}
      <ProviderPicker />
      <ModelPicker />
      <CompactPicker />
      <Button
        look="go"
        shortcut={{ id: 'launch', scope: 'everywhere' }}
        disabled={empty}
        title={empty ? words.launchNeedsKey : undefined}
        onClick={() => open({ kind: 'launch' })}
      >
        <span className="long">{words.launch}</span>
        <span className="short">{words.launchShort}</span>
      </Button>
    </span>
  )
}

function ProviderPicker() {
  const { choose } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const order = useRelay((snapshot) => snapshot.providerOrder)
  const choice = useRelay((snapshot) => snapshot.choice.provider)
  const kept = useRelay(keptByProfiles)
  const choices = order.flatMap((id) => {
    const provider = providers[id]
    if (!provider) return []
    return [
      {
        value: id,
        label: providerName(provider),
        disabled: !provider.enabled,
        ...(provider.enabled ? {} : { note: words.off }),
      },
    ]
  })
  return (
    <Picker
      label={words.provider}
      shown={chosenProvider(providers, choice)}
      value={choice ?? ANY}
      disabled={choices.length === 0}
      choices={[{ value: ANY, label: words.anyProvider, note: words.anyProviderNote }, ...choices]}
      exception={kept === 0 ? null : words.keptByProfiles(kept)}
      onChoose={(value) => choose({ provider: order.find((id) => id === value) ?? null })}
    />
  )
}

function chosenProvider(providers: Snapshot['providers'], choice: Snapshot['choice']['provider']): string {
  if (choice) return providerNameOf(providers, choice)
  return Object.keys(providers).length > 0 ? words.anyProvider : words.noProvider
}

function ModelPicker() {
  const { choose } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const providerOrder = useRelay((snapshot) => snapshot.providerOrder)
  const choice = useRelay((snapshot) => snapshot.choice)
  const models = useMemo(
    () => choosableModels({ providers, providerOrder, choice }),
    [providers, providerOrder, choice],
  )
  const choices = models.map(({ id }) => {
    const label = modelName(id, providers)
    return { value: id, label, ...(label === id ? {} : { note: id }) }
  })
  return (
    <Picker
      label={words.model}
      shown={choice.model ? modelName(choice.model, providers) : words.asAsked}
      value={choice.model ?? ANY}
      choices={[{ value: ANY, label: words.asAsked, note: words.asAskedNote }, ...choices]}
      onChoose={(value) => choose({ model: value === ANY ? null : value })}
    />
  )
}

/** Where there is no room for two pickers: one button that opens the command list. */
function CompactPicker() {
  const { open } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const choice = useRelay((snapshot) => snapshot.choice)
  const provider = chosenProvider(providers, choice.provider)
  const model = choice.model ? modelName(choice.model, providers) : words.asAsked
  return (
    <button
      type="button"
      className="pick compact"
      aria-label={words.quickPick(provider, model)}
      onClick={() => open({ kind: 'palette' })}
    >
      <span className="cut">
        <b>{provider}</b>, {model}
      </span>
    </button>
  )
}
