import { expect, it, vi } from 'vitest'
import { all } from '../gallery/cast.ts'
import { AT, snapshot } from '../gallery/made-up.ts'
import { createClient } from '../link/client.ts'
import { fakeBridge } from '../link/fake-bridge.ts'
import { createActions } from './actions.ts'
import { createPoolClock } from './clock.ts'
import { createRelayStore, follow, snapshotOf } from './relay-store.ts'
import { createUiStore } from './ui-store.ts'

it('practice takes the news of its launch along when it ends, and nothing else', async () => {
  const clock = createPoolClock(() => AT)
  const link = fakeBridge({ snapshot: snapshot(all, { practice: true }), requests: [] }, () => AT)
  const [relay, ui] = [createRelayStore(), createUiStore()]
  follow(link, relay, clock)
  const actions = createActions({ client: createClient(link), relay, ui, clock })
  await vi.waitFor(() => expect(snapshotOf(relay.getState())?.practice).toBe(true))
  actions.notice('info', 'Opened xterm in ~.', 'launch')
  actions.notice('warn', 'The config has changed.')
  await actions.practice(false)
  expect(ui.getState().notices.map(({ text }) => text)).toEqual(['The config has changed.'])
})
