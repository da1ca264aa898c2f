import { text } from '../../src-shared/text/text.ts'
import { all, both, caredFor, down, spentToday } from './cast.ts'
import { keyId, snapshot } from './made-up.ts'
import { type Scene, scene } from './scene.ts'
import { bySession, someProfiles, someSessions } from './sessions-cast.ts'

const few = snapshot(all)
const hidden = { ...few.settings, hide_private: true }
const LONG_PATH = '/home/me/code/clients/acme-corporation/configuration/claude/relay/cc-relay.yaml'

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
