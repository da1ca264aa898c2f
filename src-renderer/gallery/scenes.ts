import type { KeyView } from '../../src-shared/domain/key.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import {
  all,
  both,
  caredFor,
  down,
  failedOver,
  glm,
  laptop,
  lastRequests,
  manyRequests,
  oneGroupCools,
  personal,
  runningOut,
  side,
  spare,
  spentToday,
  team,
  work,
  workCi,
} from './cast.ts'
import { manyKeys, noKeysIn, pastedKeys, readKeys, somePlaces } from './intake-cast.ts'
import { AT, anthropic, inS, key, keyId, lane, ollama, providerId, snapshot, windows, zai } from './made-up.ts'
import { type Scene, scene } from './scene.ts'
import { bySession, manySessions, someProfiles, someSessions } from './sessions-cast.ts'
import { stateScenes } from './state-scenes.ts'

const fifty: KeyView[] = Array.from({ length: 50 }, (_, i) => {
  const base = all[i % all.length] ?? work
  return key(`k${i}`, `${base.label} ${i + 1}`, String(1000 + i * 37), {
    status: base.status,
    enabled: base.enabled,
    lanes: base.lanes,
    inFlight: i % 5 === 0 ? (i % 3) + 1 : 0,
  })
})

const long = 'Production account of the data platform team, Frankfurt'
const longNames: KeyView[] = [
  key('l1', long, '4f2a', {
    lanes: work.lanes,
    inFlight: 128,
    organization: 'Acme Corporation International Holdings',
    sharedWith: [keyId('l2')],
  }),
  key('l2', `${long} 2`, '8e10', {
    lanes: personal.lanes,
    organization: 'Acme Corporation International Holdings',
    sharedWith: [keyId('l1')],
    status: {
      kind: 'cooling',
      until: inS(3 * 86_400),
      reason: 'Monthly spend limit reached; it is lifted on the first of next month',
    },
  }),
  key('l3', 'Donaudampfschifffahrtsgesellschaftskapitänsschlüssel', '77be', { status: laptop.status }),
]
const longProvider = { ...anthropic, id: providerId('the company gateway in the second data centre') }

const few = snapshot(all)
const noKeys = snapshot([], {
  providers: {},
  totals: { requests: 0, failedOver: 0, input: 0, output: 0, cacheRead: 0 },
})

const waiting = [
  { ...side, id: keyId('w1') },
  {
    ...side,
    id: keyId('w2'),
    label: 'work',
    hint: '4f2a',
    status: { kind: 'limited' as const, until: inS(34) },
    inFlight: 2,
  },
  { ...team, id: keyId('w3') },
]

const withSessions: Partial<Snapshot> = {
  providers: both,
  settings: {
    ...few.settings,
    recent_folders: [
      { path: '/home/me/code/api', profile: 'careful' },
      { path: '/home/me/side/maps', profile: 'side' },
      { path: '/home/me/code/a-folder-with-a-very-long-name-of-its-own', profile: null },
    ],
  },
  sessions: bySession(someSessions),
  profiles: [...someProfiles],
}

/** Every state that is drawn, tested for accessibility and kept as a golden picture. */
export const scenes: readonly Scene[] = [
  scene('few', few),
  { name: 'loading', world: { snapshot: few, requests: [], state: 'mute' }, ui: {} },
  { name: 'lost', world: { snapshot: few, requests: [], state: 'broken' }, ui: {} },
  scene('first-run', noKeys, {}, []),
  scene(
    'first-run-session',
    { ...noKeys, vault: { kind: 'session', backend: 'none' }, claude: { kind: 'looking' } },
    {},
    [],
  ),
  scene('detail', few, { inspector: true }),
  scene('detail-cooling', few, {
    inspector: true,
    key: team.id,
    tests: {
      [team.id]: { kind: 'done', at: AT, result: { verdict: 'unreachable', reason: 'no route to the provider' } },
    },
  }),
  scene('cared-for', snapshot(caredFor, { spent: spentToday }), { inspector: true, key: keyId('c1') }),
  scene('cared-for-list', snapshot(caredFor), {
    key: keyId('c2'),
    moved: { label: 'personal', place: 3, before: caredFor.map(({ id }) => id), until: inS(6) },
  }),
  scene('budget-spent', snapshot(caredFor, { spent: spentToday }), { inspector: true, key: keyId('c3') }),
  scene('runs-out', snapshot(runningOut), { inspector: true, key: keyId('r1') }),
  scene('one-group-cools', snapshot(oneGroupCools), { inspector: true, key: keyId('g1') }),
  scene('one-tag', snapshot(caredFor), { key: keyId('c1'), tag: 'work' }),
  scene('rename', few, { key: personal.id, renaming: personal.id }),
  scene('removed', snapshot(all.filter(({ id }) => id !== personal.id)), {
    removed: [{ id: personal.id, label: 'personal', after: workCi.id, until: inS(6) }],
  }),
  scene('testing', few, {
    tests: {
      [work.id]: { kind: 'running' },
      [personal.id]: { kind: 'done', at: AT, result: { verdict: 'accepted', organization: null, models: 9, ms: 320 } },
      [laptop.id]: {
        kind: 'done',
        at: AT,
        result: { verdict: 'refused', reason: 'the provider does not know this key' },
      },
    },
  }),
  scene('fifty', snapshot(fifty)),
  scene(
    'long-names',
    snapshot(longNames, {
      providers: { [longProvider.id]: longProvider, [zai.id]: zai },
      choice: { provider: longProvider.id, model: 'a-model-with-a-very-long-name-20261231' },
    }),
    { inspector: true },
  ),
  scene(
    'no-limits',
    snapshot([key('a', 'work', '4f2a'), key('b', 'local models', '', { providerId: ollama.id })], { providers: both }),
    {},
    [],
  ),
  scene(
    'several-providers',
    snapshot(
      [work, personal, key('z', 'z.ai', 'f03d', { providerId: zai.id, lanes: [lane('*', windows([80], [55], [70]))] })],
      { providers: both, choice: { provider: zai.id, model: 'glm-5.2' } },
    ),
  ),
  scene(
    'pool-empty',
    snapshot(waiting, { pool: { ready: 0, total: 3, headroom: 0.06, tightest: 'itpm', nextAt: inS(21), moves: 0 } }),
  ),
  scene('none-usable', snapshot([laptop, spare])),
  scene('upstream-down', snapshot([work, personal], { providers: down })),
  scene('paused', { ...few, relay: { kind: 'paused', host: '127.0.0.1', port: 8787 } }),
  scene('stopped', { ...few, relay: { kind: 'stopped' } }),
  scene('port-taken', {
    ...few,
    relay: {
      kind: 'failed',
      code: 'port_taken',
      host: '127.0.0.1',
      port: 8787,
      message: 'Port 8787 is in use by python3. Choose another port, or quit python3.',
      by: 'python3',
    },
  }),
  scene('no-keyring', { ...snapshot([work, personal]), vault: { kind: 'session', backend: 'none' } }),
  scene('broken-config', {
    ...few,
    config: { ...few.config, problem: 'config.json fails at providers.1.base_url; the last good one is in force.' },
  }),
  scene('practice', { ...snapshot([work, personal, side]), practice: true }),
  scene('notices', few, {
    notices: [
      { id: 1, tone: 'info', text: 'Opened GNOME Terminal in /home/me/code/api.' },
      { id: 2, tone: 'error', text: 'The folder could not be opened. Choose another one.' },
    ],
  }),
  scene('requests', few, { page: 'requests' }),
  scene('request-open', few, { page: 'requests', request: lastRequests[2]?.id ?? null, requestOpen: true }),
  scene(
    'request-failed-over',
    snapshot(all, { providers: both }),
    { page: 'requests', request: failedOver.id, requestOpen: true },
    [failedOver, ...lastRequests],
  ),
  scene('requests-filtered', few, { page: 'requests', filter: 'opus' }),
  scene('requests-none', few, { page: 'requests' }, []),
  scene('requests-many', few, { page: 'requests' }, manyRequests),
  scene(
    'request-open-deep',
    few,
    { page: 'requests', request: manyRequests[1000]?.id ?? null, requestOpen: true },
    manyRequests,
  ),
  scene('sessions', snapshot(all, withSessions), { page: 'sessions', session: someSessions[0]?.id ?? null }),
  scene('session-ending', snapshot(all, withSessions), {
    page: 'sessions',
    session: someSessions[1]?.id ?? null,
    ending: someSessions[1]?.id ?? null,
  }),
  scene('sessions-none', few, { page: 'sessions' }),
  scene('sessions-many', snapshot(all, { ...withSessions, sessions: bySession(manySessions) }), { page: 'sessions' }),
  scene('profile', snapshot(all, withSessions), { page: 'sessions', sheet: { kind: 'profile', name: 'side' } }),
  scene('profile-new', few, { page: 'sessions', sheet: { kind: 'profile', name: null } }),
  scene('launch-profile', snapshot(all, withSessions), { sheet: { kind: 'launch' } }),
  scene('providers', snapshot([...all, glm], { providers: both }), { page: 'providers', provider: zai.id }),
  scene('providers-down', snapshot(all, { providers: down }), { page: 'providers', provider: anthropic.id }),
  scene('provider-removed', snapshot(all, { providers: both }), {
    page: 'providers',
    removedProvider: { id: ollama.id, name: 'Ollama', until: inS(6) },
  }),
  scene('add-provider', few, { page: 'providers', sheet: { kind: 'add-provider', type: null } }),
  scene('add-provider-kimi', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'kimi' } }),
  scene('add-provider-vertex', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'vertex' } }),
  scene('add-provider-azure', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'azure' } }),
  scene('add-provider-bedrock', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'bedrock' } }),
  scene('add-provider-claude-aws', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'claude_aws' } }),
  scene('add-provider-custom', few, { page: 'providers', sheet: { kind: 'add-provider', type: 'custom' } }),
  scene('providers-none', noKeys, { page: 'providers' }, []),
  scene('settings', few, { page: 'settings' }),
  scene('add-key', few, { sheet: { kind: 'add-key' } }),
  ...([pastedKeys, readKeys, manyKeys, noKeysIn] as const).map(
    (intake): Scene => ({
      ...scene(`intake-${intake.batch}`, few, { sheet: { kind: 'intake', intake } }),
      world: { snapshot: few, requests: lastRequests, intake },
    }),
  ),
  {
    ...scene('import', few, { sheet: { kind: 'import' } }),
    world: { snapshot: few, requests: lastRequests, places: somePlaces },
  },
  scene('export', few, { sheet: { kind: 'export' } }),
  scene('import-nothing', few, { sheet: { kind: 'import' } }),
  scene('replace-key', few, { key: laptop.id, sheet: { kind: 'replace-key', id: laptop.id } }),
  scene('launch', few, { sheet: { kind: 'launch' } }),
  scene(
    'launch-missing',
    { ...few, claude: { kind: 'absent' }, relay: { kind: 'paused', host: '127.0.0.1', port: 8787 } },
    { sheet: { kind: 'launch' } },
  ),
  scene('log', few, { sheet: { kind: 'log', about: null } }),
  scene('doctor', few, { sheet: { kind: 'doctor' } }),
  scene('palette', few, { sheet: { kind: 'palette' } }),
  scene('shortcuts', few, { sheet: { kind: 'shortcuts' } }),
  ...stateScenes,
  scene('mac', { ...few, platform: 'darwin' }),
  scene('dark', { ...few, settings: { ...few.settings, appearance: 'dark' } }),
]

/** The scene of a name; an unknown one is the first. */
export function sceneNamed(name: string): Scene {
  const found = scenes.find((each) => each.name === name) ?? scenes[0]
  if (!found) throw new Error('there are no scenes')
  return found
}
