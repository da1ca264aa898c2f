import { useEffect, useRef, useState } from 'react'
import { compact } from '../../src-shared/domain/credential.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { needsAddress, presets } from '../../src-shared/domain/presets/presets.ts'
import { ChosenType, type ProviderType, type ProviderView } from '../../src-shared/domain/provider.ts'
import type { AppError, Input } from '../../src-shared/ipc/contract.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { text } from '../../src-shared/text/text.ts'
import { useActions, useRelay } from '../store/context.tsx'
import { providerName } from '../words/names.ts'

const words = text.window.sheets.add
type Target = Input<'key.add'>['provider']

export interface Offer {
  readonly value: string
  readonly label: string
  readonly type: ProviderType
  readonly needsKey: boolean
  /** The provider it goes to, unless an own address makes it a new one. */
  readonly target: Target
}

/** A gateway under a name of its own is not the vendor: keys of the vendor must still have somewhere to go. */
const standsFor = (type: ChosenType, provider: ProviderView): boolean =>
  provider.type === type &&
  (provider.id === type || presets[type].addresses.some((its) => sameAddress(its, provider.baseUrl)))

const sameAddress = (a: string, b: string) => a.replace(/\/+$/, '') === b.replace(/\/+$/, '')

/** Providers a key can be added to: those there are, then those that there are none of yet. */
export function offersOf(snapshot: Pick<Snapshot, 'providers' | 'providerOrder'>): Offer[] {
  const known = snapshot.providerOrder.flatMap((id) => snapshot.providers[id] ?? [])
  const there = known
    .filter((provider) => provider.type !== 'practice')
    .map((provider) => ({
      value: `id ${provider.id}`,
      label: providerName(provider),
      type: provider.type,
      needsKey: provider.needsKey,
      target: { id: provider.id },
    }))
  const others = ChosenType.options
    .filter((type) => !needsAddress(type) && !known.some((provider) => standsFor(type, provider)))
    .map((type) => ({
      value: `type ${type}`,
      label: presets[type].name,
      type,
      needsKey: presets[type].key === 'needed',
      target: { type },
    }))
  return [...there, ...others]
}

export type AddState = { kind: 'idle' } | { kind: 'testing' } | { kind: 'failed'; error: AppError }

/** Fields of the form that are not the secret: that stays in its own element and nowhere else. */
export interface AddForm {
  readonly state: AddState
  readonly offers: readonly Offer[]
  readonly offer: Offer | null
  readonly recognised: 'nothing' | 'unknown' | 'known'
  readonly label: string
  readonly otherAddress: boolean
  readonly baseUrl: string
  /** Nothing in the pasted text is a key. */
  readonly noKeyIn: boolean
}

/** The provider's name, numbered where other keys are called so already. */
export function freeLabel(provider: string, taken: readonly string[]): string {
  let n = 1
  while (taken.includes(words.defaultLabel(provider, n))) n++
  return words.defaultLabel(provider, n)
}

/** A pasted text is one key: a credential of several parts, or its first line that is not empty. */
export const firstLine = (pasted: string): string =>
  compact(pasted) ??
  pasted
    .split(/\r?\n/)
    .find((line) => line.trim())
    ?.trim() ??
  ''

const TYPING_MS = 150

/** More than one bare key: lines, a variable, JSON. */
export const isMany = (pasted: string): boolean =>
  compact(pasted) === null && (/\S\s+\S/.test(pasted) || /^\s*([{["'`]|\$?[A-Za-z_][\w:]*=[^=\s])/.test(pasted))

const isAddable = (type: ProviderType): type is ChosenType => type !== 'practice'

/** The add-key form: recognises what is pasted, proposes a label, tests and stores, keeps the error in place. */
export function useAddKey(readSecret: () => string, onAdded: (key: KeyMetadata) => void) {
  const { client, open } = useActions()
  const providers = useRelay((snapshot) => snapshot.providers)
  const providerOrder = useRelay((snapshot) => snapshot.providerOrder)
  const keys = useRelay((snapshot) => snapshot.keys)
  const offers = offersOf({ providers, providerOrder })
  const [state, setState] = useState<AddState>({ kind: 'idle' })
  const [chosen, setChosen] = useState<string | null>(null)
  const [recognised, setRecognised] = useState<AddForm['recognised']>('nothing')
  const [label, setLabel] = useState<string | null>(null)
  const [otherAddress, setOtherAddress] = useState(false)
  const [baseUrl, setBaseUrl] = useState('')
  const [noKeyIn, setNoKeyIn] = useState(false)
  const asked = useRef(0)
  useEffect(() => () => void asked.current++, [])

  const offer = offers.find(({ value }) => value === chosen) ?? null
  const proposed = offer
    ? freeLabel(
        offer.label,
        Object.values(keys).map(({ label }) => label),
      )
    : ''

  /** A paste arrives at once; what is typed is read when there is a pause. The text leaves the window once. */
  const readMany = async (pasted: string, turn: number) => {
    setRecognised('nothing')
    await new Promise((resolve) => setTimeout(resolve, TYPING_MS))
    if (turn !== asked.current) return
    const reply = await client.intake.paste({ text: pasted.trim() })
    if (turn !== asked.current) return
    if (!reply.ok) return setState({ kind: 'failed', error: reply.error })
    const { rows, skipped } = reply.value
    if (rows.length + skipped.length === 0) return setNoKeyIn(true)
    open({ kind: 'intake', intake: reply.value })
  }

  const onSecret = async () => {
    const pasted = readSecret()
    const secret = firstLine(pasted)
    const turn = ++asked.current
    setState({ kind: 'idle' })
    setNoKeyIn(false)
    if (isMany(pasted)) return readMany(pasted, turn)
    if (secret.length < 8) return setRecognised('nothing')
    const reply = await client.key.recognise({ secret })
    if (turn !== asked.current || !reply.ok) return
    const type = reply.value.type
    const match = offers.find((other) => other.type === type)
    setRecognised(match ? 'known' : 'unknown')
    if (match) setChosen(match.value)
  }

  const submit = async (evenIfUnreachable: boolean) => {
    if (isMany(readSecret())) return onSecret()
    const secret = firstLine(readSecret())
    const name = (label ?? proposed).trim()
    const missing = !offer
      ? secret
        ? words.missingProvider
        : words.missingKey
      : offer.needsKey && !secret
        ? words.missingKey
        : !name
          ? words.missingLabel
          : null
    if (missing || !offer) return setState({ kind: 'failed', error: { code: 'bad_request', message: missing ?? '' } })
    setState({ kind: 'testing' })
    const reply = await client.key.add({
      provider: otherAddress && isAddable(offer.type) ? { type: offer.type, baseUrl: baseUrl.trim() } : offer.target,
      label: name,
      evenIfUnreachable,
      ...(secret ? { secret } : {}),
    })
    if (reply.ok) {
      setState({ kind: 'idle' })
      onAdded(reply.value)
    } else setState({ kind: 'failed', error: reply.error })
  }

  const form: AddForm = {
    state,
    offers,
    offer,
    recognised,
    label: label ?? proposed,
    otherAddress,
    baseUrl,
    noKeyIn,
  }
  return { form, onSecret, submit, setChosen, setLabel, setOtherAddress, setBaseUrl }
}
