import { beforeEach, expect, it, vi } from 'vitest'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { all, both, failedOver, lastRequests, team } from '../gallery/cast.ts'
import { AT, anthropic, snapshot, zai } from '../gallery/made-up.ts'
import { createClient } from '../link/client.ts'
import { fakeBridge } from '../link/fake-bridge.ts'
import { createActions } from '../store/actions.ts'
import { createPoolClock } from '../store/clock.ts'
import type { House } from '../store/context.tsx'
import { createRelayStore, follow, snapshotOf } from '../store/relay-store.ts'
import { createRequestsStore } from '../store/requests-store.ts'
import { createUiStore } from '../store/ui-store.ts'
import { failoverOf } from '../words/failover.ts'
import { runRequestShortcut } from './request-commands.ts'

const plain = lastRequests[1] as RequestRecord
const betweenKeys = lastRequests[2] as RequestRecord
const whole = snapshot(all, { providers: both })
let house: House
const now = () => snapshotOf(house.relay.getState())

beforeEach(async () => {
  const clock = createPoolClock(() => AT)
  const link = fakeBridge({ snapshot: whole, requests: [] }, () => AT)
  const [relay, requests, ui] = [createRelayStore(), createRequestsStore(), createUiStore()]
  requests.setState({ list: [failedOver, plain, betweenKeys] })
  const { refresh } = follow(link, relay, clock)
  const actions = createActions({ client: createClient(link), relay, ui, clock })
  house = { relay, requests, ui, actions, refresh, ticker: undefined as never }
  await vi.waitFor(() => expect(now()).not.toBeNull())
})

it('goes back to the provider that was asked first, and asks it', async () => {
  expect(runRequestShortcut(house, 'undo-failover', failedOver.id)).toBe(true)
  await vi.waitFor(() => expect(house.ui.getState().notices).toHaveLength(1))
  expect(now()?.choice.provider).toBe(anthropic.id)
  expect(now()?.keys[team.id]?.status.kind).toBe('ready')
})

it('lets the key that was asked first rest no more', async () => {
  expect(runRequestShortcut(house, 'undo-failover', betweenKeys.id)).toBe(true)
  await vi.waitFor(() => expect(now()?.keys[team.id]?.status.kind).toBe('ready'))
  expect(now()?.choice).toEqual(whole.choice)
})

it('stays with the provider that took over, once', async () => {
  expect(runRequestShortcut(house, 'stay', failedOver.id)).toBe(true)
  await vi.waitFor(() => expect(now()?.choice.provider).toBe(zai.id))
  expect(runRequestShortcut(house, 'stay', failedOver.id)).toBe(false)
})

it('opens to why', () => {
  expect(runRequestShortcut(house, 'open', failedOver.id)).toBe(true)
  expect(house.ui.getState().requestOpen).toBe(true)
})

it('leaves a request alone that the first one answered', () => {
  expect(runRequestShortcut(house, 'undo-failover', plain.id)).toBe(false)
  expect(runRequestShortcut(house, 'stay', plain.id)).toBe(false)
})

it('offers no way back to a provider that is off, nor to a key that rests no more', () => {
  const off = { ...whole, providers: { ...both, [anthropic.id]: { ...anthropic, enabled: false } } }
  expect(failoverOf(failedOver, off)?.back).toBeNull()
  const awake = { ...whole, keys: { ...whole.keys, [team.id]: { ...team, status: { kind: 'ready' as const } } } }
  expect(failoverOf(betweenKeys, awake)?.back).toBeNull()
})
