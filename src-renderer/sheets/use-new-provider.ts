import { useState } from 'react'
import type { ProviderId } from '../../src-shared/domain/ids.ts'
import { addressOf, type Blank } from '../../src-shared/domain/presets/preset.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType, ModelInfo, Role } from '../../src-shared/domain/provider.ts'
import type { AppError, Input } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import { useActions, useRelay } from '../store/context.tsx'
import { freeLabel } from './use-add-key.ts'

type New = Input<'provider.add'>
export type Mapping = Readonly<Partial<Record<Role, string>>>

/** Lists longer than this are not kept in the config: only what is mapped is. */
const MOST_LISTED = 50

/** What is asked for: what was left as the preset has it is left out, so that a newer preset counts later. */
export function wantedProvider(
  type: ChosenType,
  form: { name: string; address: string; mapping: Mapping; models: readonly ModelInfo[] | null },
): New {
  const preset = presets[type]
  const mapping = Object.fromEntries(Object.entries(form.mapping).filter(([, model]) => model.trim() !== ''))
  const changed = JSON.stringify(mapping) !== JSON.stringify(preset.roles ?? {})
  const listed = (form.models ?? []).map(({ id }) => id)
  const models = listed.length <= MOST_LISTED ? listed : [...new Set(Object.values(mapping))]
  const address = form.address.trim()
  return {
    type,
    ...(address === preset.addresses[0] ? {} : { baseUrl: address }),
    ...(form.name.trim() === type || form.name.trim() === '' ? {} : { name: form.name.trim() as ProviderId }),
    ...(changed ? { mapping } : {}),
    ...(models.length > 0 ? { models } : {}),
  }
}

/** What stands in the fields for a key; `missing`: why it is none. Empty: none is needed. */
export type Typed = { secret: string } | { missing: string }
export type Blanks = Readonly<Partial<Record<Blank['name'], string>>>

const firstOf = (type: ChosenType): Blanks =>
  Object.fromEntries((presets[type].template?.blanks ?? []).map(({ name, some }) => [name, some[0] ?? '']))

export type NewState = { kind: 'idle' } | { kind: 'busy' } | { kind: 'failed'; error: AppError }

/** The form behind the sheet: nothing is added before the provider has said yes to the key. */
export function useNewProvider(type: ChosenType, readSecret: () => Typed, onAdded: (id: ProviderId) => void) {
  const { client } = useActions()
  const taken = useRelay((snapshot) => snapshot.providerOrder)
  const keys = useRelay((snapshot) => snapshot.keys)
  const preset = presets[type]
  const [state, setState] = useState<NewState>({ kind: 'idle' })
  const [name, setName] = useState(() => freeName(type, taken))
  const [address, setAddress] = useState(preset.addresses[0] ?? '')
  const [blanks, setBlanks] = useState<Blanks>(() => firstOf(type))
  const [mapping, setMapping] = useState<Mapping>(preset.roles ?? {})
  const [fetched, setFetched] = useState<readonly ModelInfo[] | null>(null)
  const [fetching, setFetching] = useState(false)

  const failed = (error: AppError) => setState({ kind: 'failed', error })
  const own = () => (address.trim() === preset.addresses[0] ? {} : { baseUrl: address.trim() })

  const fetchModels = async () => {
    const typed = readSecret()
    const secret = 'secret' in typed ? typed.secret : ''
    setFetching(true)
    setState({ kind: 'idle' })
    const reply = await client.provider.models({ type, ...own(), ...(secret ? { secret } : {}) })
    setFetching(false)
    if (reply.ok) setFetched(reply.value.models)
    else failed(reply.error)
  }

  const submit = async (evenIfUnreachable: boolean) => {
    const typed = readSecret()
    if ('missing' in typed) return failed({ code: 'bad_request', message: typed.missing })
    if (preset.template && address.trim() === '')
      return failed({ code: 'bad_request', message: text.window.addProvider.signIn.missing })
    const { secret } = typed
    const provider = wantedProvider(type, { name, address, mapping, models: fetched })
    setState({ kind: 'busy' })
    // The login of this computer is tested like a key; a server that asks for none has nothing to test.
    if (secret === '' && preset.key === 'optional' && preset.group !== 'cloud') {
      const reply = await client.provider.add(provider)
      return reply.ok ? onAdded(reply.value.id) : failed(reply.error)
    }
    const labels = Object.values(keys).map(({ label }) => label)
    const reply = await client.key.add({
      // Named, it is one of its own and not another key of one that is there.
      provider: { ...provider, name: (provider.name ?? name.trim()) as ProviderId },
      label: freeLabel(preset.name, labels),
      evenIfUnreachable,
      ...(secret ? { secret } : {}),
    })
    return reply.ok ? onAdded(reply.value.providerId) : failed(reply.error)
  }

  const role = (of: Role, model: string) => setMapping((was) => ({ ...was, [of]: model }))
  const blank = (of: Blank['name'], value: string) => {
    const next = { ...blanks, [of]: value }
    setBlanks(next)
    setAddress((preset.template && addressOf(preset.template, next)) ?? '')
  }
  const models = fetched ?? preset.models
  return {
    state,
    blanks,
    blank,
    name,
    setName,
    address,
    setAddress,
    mapping,
    role,
    models,
    fetched,
    fetching,
    fetchModels,
    submit,
  }
}

/** The kind's own name, numbered where that is taken. */
export function freeName(type: ChosenType, taken: readonly string[]): string {
  const wish = type === 'custom' ? 'custom' : type
  let name: string = wish
  for (let n = 2; taken.includes(name); n++) name = `${wish} ${n}`
  return name
}
