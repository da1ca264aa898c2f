import { beforeEach, describe, expect, it } from 'vitest'
import { ProfileEntry } from '../../src-shared/config/schema.ts'
import { ProviderId, RequestId, SessionId } from '../../src-shared/domain/ids.ts'
import type { RequestRecord } from '../../src-shared/domain/relay.ts'
import { nodeIds } from '../node/ids.ts'
import { FakeTime } from '../pool/testing/fake-time.ts'
import type { Log } from '../ports.ts'
import { Sessions } from './sessions.ts'
import type { Price } from './tally.ts'

const DAY_MS = 86_400_000
const silent: Log = { debug() {}, info() {}, warn() {}, error() {} }

let time: FakeTime
let written: unknown
let full: boolean
let price: Price | null
let reached: unknown[]
let profiles: ProfileEntry[]
beforeEach(() => {
  time = new FakeTime()
  written = undefined
  full = false
  price = { micros: 400_000, asOf: '2026-09-23' }
  reached = []
  profiles = []
})

/** As an app that was just started. */
async function begin(isAlive = true): Promise<Sessions> {
  const sessions = new Sessions({
    clock: time,
    alarm: time,
    ids: nodeIds,
    log: silent,
    file: {
      path: 'sessions.json',
      read: () => written,
      async write(value) {
        if (full) throw Object.assign(new Error('full'), { code: 'ENOSPC' })
        written = JSON.parse(JSON.stringify(value))
      },
    },
    isInstallToken: (token) => token === 'of this install',
    profile: (name) => profiles.find((it) => it.name === name),
    reached: (name, used) => reached.push([name, used.kind, used.share]),
    changed() {},
  })
  await sessions.load(async () => isAlive)
  return sessions
}
const api = { folder: '/code/api', place: 'xterm', profile: null }
const usage = { input: 10, output: 5, cacheRead: 0, cacheWrite: 0 }
const record = (over: Partial<RequestRecord>): RequestRecord => ({
  ...{ id: RequestId.parse('r1'), at: time.now(), path: '/v1/messages', sessionId: null, model: 'm', state: 'done' },
  ...{ outcome: 'ok', status: 200, attempts: [], passedOver: [], why: '', learned: [], usage },
  ...{ streamed: true, firstByteMs: 1, durationMs: 2 },
  ...over,
})
const tell = (sessions: Sessions, over: Partial<RequestRecord>): void => {
  const one = record(over)
  sessions.record(one, one.state === 'done' && one.usage !== null ? price : null)
}

describe('a token', () => {
  it('is known to its launch alone, and written down nowhere', async () => {
    const sessions = await begin()
    const one = await sessions.open(api)
    const two = await sessions.open({ ...api, profile: 'side' })
    expect(one.token).toHaveLength(43)
    expect(sessions.holderOf(one.token)).toEqual({ kind: 'launch', id: one.id, access: 'open', profile: null })
    expect(sessions.holderOf(two.token)).toMatchObject({ id: two.id, profile: 'side' })
    expect(sessions.holderOf('of this install')).toEqual({ kind: 'install' })
    expect(sessions.holderOf('another')).toBeNull()
    expect(JSON.stringify(written)).not.toContain(one.token)
  })

  it('is good after a restart of the app, with what was used until then', async () => {
    const before = await begin()
    const { id, token } = await before.open(api)
    tell(before, { launch: id })
    await before.pause(id, true)
    await before.stop()
    const after = await begin()
    expect(after.holderOf(token)).toMatchObject({ id, access: 'paused' })
    expect(after.find(id)).toMatchObject({ requests: 1, usage, cost: { micros: 400_000, priced: 1 } })
  })

  it.each([
    ['its Claude Code is no longer there', 0, false],
    ['nobody showed it for thirty days', 30 * DAY_MS + 1, true],
  ])('is worth nothing after a restart where %s', async (_name, ms, isAlive) => {
    const before = await begin()
    const { token } = await before.open(api)
    time.tick(ms)
    expect((await begin(isAlive)).holderOf(token)).toBeNull()
  })

  it('is worth nothing once it was not used for thirty days, without a restart too', async () => {
    const sessions = await begin()
    const { token } = await sessions.open(api)
    time.tick(30 * DAY_MS)
    expect(sessions.holderOf(token)).not.toBeNull()
    time.tick(1)
    expect(sessions.holderOf(token)).toBeNull()
  })

  it('of a session that was ended opens nothing, and stays so', async () => {
    const sessions = await begin()
    const { id, token } = await sessions.open(api)
    const saved = sessions.end(id)
    expect(sessions.holderOf(token)).toMatchObject({ access: 'ended' })
    await saved
    expect((await begin()).holderOf(token)).toBeNull()
  })

  it('goes with its Claude Code', async () => {
    const sessions = await begin()
    const { id, token } = await sessions.open(api)
    sessions.closed(id)
    expect(sessions.holderOf(token)).toBeNull()
    expect(sessions.find(id)).toMatchObject({ state: 'closed', endedAt: time.now() })
  })

  it('is not given out where it could not be written down what it is recognised by', async () => {
    const sessions = await begin()
    full = true
    await expect(sessions.open(api)).rejects.toThrow('full')
    expect(sessions.views()).toEqual({})
  })
})

describe('what is told of a session', () => {
  const attempt = {
    ...{ providerId: ProviderId.parse('zai'), keyId: null, label: 'z.ai', model: 'glm-5.3' },
    ...{ status: 200, verdict: 'deliver', said: '', startedAt: 0, ms: 1 },
  }

  it('follows its requests from their beginning to their end', async () => {
    const sessions = await begin()
    const { id } = await sessions.open(api)
    const running = { launch: id, state: 'running', usage: null } as const
    tell(sessions, running)
    tell(sessions, { ...running, attempts: [attempt] })
    expect(sessions.find(id)).toMatchObject({ underWay: 1, requests: 0, model: 'glm-5.3', keyLabel: 'z.ai' })
    tell(sessions, { launch: id, attempts: [attempt] })
    expect(sessions.find(id)).toMatchObject({ underWay: 0, requests: 1, usage, lastAt: time.now() })
  })

  it('tells a cost that is not known from none', async () => {
    const sessions = await begin()
    const { id } = await sessions.open(api)
    price = null
    tell(sessions, { launch: id })
    tell(sessions, { launch: id, usage: null })
    expect(sessions.find(id)?.cost).toEqual({ micros: 0, priced: 0, unpriced: 1, asOf: null })
  })

  it('names those without a token of their own by the id of Claude Code, and remembers only so many', async () => {
    const sessions = await begin()
    for (let n = 0; n < 40; n++) {
      time.tick(1)
      tell(sessions, { sessionId: `session-${n}` })
    }
    const views = Object.values(sessions.views())
    expect(views).toHaveLength(30)
    expect(views[0]).toMatchObject({ id: 'session-39', kind: 'other', folder: null })
    expect(sessions.find(SessionId.parse('session-9'))).toBeNull()
  })
})

describe('a budget', () => {
  const side = (budget: object) => ProfileEntry.parse({ name: 'side', budget })

  it('is used up by its profile, told at 80 and at 100 percent, and begins anew at midnight', async () => {
    const daily = side({ daily_usd: 1 })
    profiles = [daily]
    const sessions = await begin()
    const { id } = await sessions.open({ ...api, profile: 'side' })
    const spend = () => tell(sessions, { launch: id })
    spend()
    expect([sessions.usedUp(daily), reached]).toEqual([null, []])
    spend()
    expect(reached).toEqual([['side', 'daily', 0.8]])
    spend()
    expect(reached.at(-1)).toEqual(['side', 'daily', 1])
    expect(sessions.usedUp(daily)).toMatchObject({ kind: 'daily', limit: 1_000_000 })
    const midnight = sessions.nextChangeAt() ?? 0
    time.tick(midnight - time.now())
    expect(sessions.usedUp(daily)).toBeNull()
    expect(sessions.spending('side')).toEqual({ today: 0, total: 1_200_000 })
  })

  it('outlives the app, and goes on under another name of its profile', async () => {
    const before = await begin()
    const { id } = await before.open({ ...api, profile: 'side' })
    tell(before, { launch: id })
    before.renamed('side', 'beside')
    await before.stop()
    const after = await begin()
    expect(after.spending('beside').total).toBe(400_000)
    expect(after.find(id)?.profile).toBe('beside')
    expect(after.usedUp(ProfileEntry.parse({ name: 'beside', budget: { total_usd: 0.4 } }))).toMatchObject({
      kind: 'total',
    })
  })
})

it('forgets what was spent under a profile that is gone', async () => {
  const sessions = await begin()
  const { id } = await sessions.open({ ...api, profile: 'side' })
  tell(sessions, { launch: id })
  sessions.forget('side')
  expect(sessions.spending('side')).toEqual({ today: 0, total: 0 })
})

it('takes a file that it does not understand for none', async () => {
  written = { version: 7, grants: 'all of them' }
  expect((await begin()).views()).toEqual({})
})
