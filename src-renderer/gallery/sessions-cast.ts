import { ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import type { ProfileView, Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { haiku, sonnet } from './cast.ts'
import { anthropic, inS, usage, zai } from './made-up.ts'

const session = (id: string, said: Partial<SessionView>): SessionView => ({
  id: SessionId.parse(id),
  kind: 'launch',
  state: 'open',
  folder: '/home/me/code/api',
  place: 'GNOME Terminal',
  profile: null,
  startedAt: inS(-4320),
  endedAt: null,
  lastAt: inS(-3),
  model: sonnet,
  providerId: anthropic.id,
  keyLabel: 'work',
  requests: 84,
  underWay: 0,
  usage: usage(1_900_000, 121_000, 0.91),
  cost: { micros: 4_620_000, priced: 84, unpriced: 0, asOf: '2026-09-23' },
  ...said,
})

const profile = (name: string, said: Partial<ProfileView> = {}): ProfileView => ({
  name,
  provider: null,
  models: {},
  budget: {},
  spent: { today: 0, total: 0 },
  ...said,
})

/** Sessions in every state, newest first. */
export const someSessions: readonly SessionView[] = [
  session('launch-api', { profile: 'careful', underWay: 2, requests: 84 }),
  session('launch-api-2', {
    profile: 'careful',
    place: 'kitty',
    startedAt: inS(-1440),
    lastAt: inS(-250),
    model: haiku,
    usage: usage(310_000, 18_000, 0.86),
    cost: { micros: 210_000, priced: 12, unpriced: 0, asOf: '2026-09-23' },
  }),
  session('launch-maps', {
    folder: '/home/me/side/maps',
    place: 'xterm',
    profile: 'side',
    state: 'paused',
    startedAt: inS(-13_200),
    lastAt: inS(-600),
    model: 'glm-5.3',
    providerId: zai.id,
    keyLabel: 'z.ai',
    usage: usage(890_000, 49_000, 0),
    cost: { micros: 880_000, priced: 31, unpriced: 4, asOf: '2026-09-23' },
  }),
  session('launch-new', {
    folder: '/home/me/code/docs',
    place: 'GNOME Terminal',
    startedAt: inS(-8),
    lastAt: null,
    model: null,
    providerId: null,
    keyLabel: null,
    requests: 0,
    usage: usage(0, 0, 0),
    cost: { micros: 0, priced: 0, unpriced: 0, asOf: null },
  }),
  session('0b7c2f4e-6f0a-4d7e-8a55-9d1e3c0f5a21', {
    kind: 'other',
    folder: null,
    place: '',
    startedAt: inS(-900),
    lastAt: inS(-40),
    usage: usage(64_000, 3_100, 0.5),
    cost: { micros: 0, priced: 0, unpriced: 9, asOf: null },
  }),
  session('launch-infra', {
    folder: '/home/me/code/infra',
    state: 'ended',
    startedAt: inS(-9000),
    endedAt: inS(-1900),
    usage: usage(420_000, 22_000, 0.79),
    cost: { micros: 2_230_000, priced: 20, unpriced: 0, asOf: '2026-09-23' },
  }),
]

/** More than fit, with names longer than their columns. */
export const manySessions: readonly SessionView[] = Array.from({ length: 30 }, (_, i) =>
  session(`launch-${i}`, {
    folder: `/home/me/projects/platform/${i % 3 === 0 ? 'the-long-named-service-of-the-billing-team' : `service-${i % 7}`}`,
    profile: i % 4 === 0 ? 'Only Z.AI, and never more than a dollar' : null,
    underWay: i % 5 === 0 ? 1 : 0,
    startedAt: inS(-60 * i),
    lastAt: inS(-30 * i),
  }),
)

export const someProfiles: readonly ProfileView[] = [
  profile('careful', {
    models: { subagent: haiku },
    budget: { daily_usd: 10 },
    spent: { today: 4_830_000, total: 61_200_000 },
  }),
  profile('side', {
    provider: ProviderId.parse('zai'),
    models: { opus: 'glm-5.3', sonnet: 'glm-5.3', haiku: 'glm-4.5-air' },
    budget: { daily_usd: 1, total_usd: 50 },
    spent: { today: 880_000, total: 12_400_000 },
  }),
]

export const bySession = (sessions: readonly SessionView[]): Snapshot['sessions'] =>
  Object.fromEntries(sessions.map((it) => [it.id, it]))
