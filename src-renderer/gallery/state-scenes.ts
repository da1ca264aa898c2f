import { text } from '../../src-shared/text/text.ts'
import { all, both, caredFor, down, spentToday } from './cast.ts'
import { key, keyId, lane, oneWindow, snapshot, windows } from './made-up.ts'
import { type Scene, scene } from './scene.ts'
import { bySession, someProfiles, someSessions } from './sessions-cast.ts'

const few = snapshot(all)
const hidden = { ...few.settings, hide_private: true }
const LONG_PATH = '/home/me/code/clients/acme-corporation/configuration/claude/relay/cc-relay.yaml'

/** Its limits were learned in three ways. */
const mixed = key('m1', 'work', '4f2a', {
  ceilings: { rpm: 50 },
  lanes: [
    lane('sonnet-5', {
      rpm: { ...oneWindow(50, 60), source: 'ceiling', seenAt: null },
      itpm: oneWindow(450_000, 63, 8),
      otpm: { ...oneWindow(90_000, 84), seenAt: null },
    }),
    lane('opus-5', windows([99], [84], [97])),
  ],
})

/** What goes wrong around the relay, each with the way out. */
export const stateScenes: readonly Scene[] = [
  scene('offline', snapshot(all, { providers: both }), { online: false }),
  scene('offline-and-down', snapshot(all, { providers: down }), { online: false, page: 'providers' }),
  scene('newer-config', { ...few, config: { ...few.config, problem: text.config.store.newer(few.config.path) } }),
  scene('newer-config-long', {
    ...few,
    config: { ...few.config, path: LONG_PATH, problem: text.config.store.newer(LONG_PATH) },
  }),
  scene('clock-changed', few, { notices: [{ id: 1, tone: 'info', text: text.notices.clockSet(3_600_000) }] }),
  scene('limits-of-three-sources', snapshot([mixed, ...all.slice(1)]), { inspector: true, key: mixed.id }),
  scene('private', snapshot(caredFor, { settings: hidden, spent: spentToday }), {
    inspector: true,
    key: keyId('c1'),
  }),
  scene(
    'private-sessions',
    snapshot(all, {
      ...{ providers: both, sessions: bySession(someSessions), profiles: [...someProfiles] },
      settings: { ...hidden, recent_folders: [{ path: '/home/me/code/api', profile: 'careful' }] },
    }),
    { page: 'sessions', session: someSessions[0]?.id ?? null },
  ),
  scene('settings-token-of-file', { ...few, token: { hint: '', renews: false } }, { page: 'settings' }),
]
