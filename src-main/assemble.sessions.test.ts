import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { slowly } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { startZai } from '../playground/twin-zai.ts'
import { ProfileEntry } from '../src-shared/config/schema.ts'
import { text } from '../src-shared/text/text.ts'
import type { Launcher, LaunchOptions } from './app.ts'
import { newHome } from './assemble.testing.ts'

const SECRET = 'sk-ant-api03-one-0123456789-1111'
const OTHER = '0123456789abcdef0123456789abcdef.SecretOfZai01'

let anthropic: Twin
let zai: Twin
beforeAll(async () => {
  anthropic = await startAnthropic({ keys: [{ secret: SECRET, name: 'one', organization: 'a' }] })
  zai = await startZai({ keys: [{ secret: OTHER, name: 'two' }] })
})
afterAll(() => Promise.all([anthropic.stop(), zai.stop()]))

let home: ReturnType<typeof newHome>
let launched: LaunchOptions[]
beforeEach(() => {
  home = newHome()
  launched = []
})
afterEach(async () => {
  anthropic.heal()
  await home.tidy()
})

/** A terminal that keeps running. */
const launcher: Launcher = {
  terminals: async () => [],
  claude: async () => null,
  async launch(options) {
    launched.push(options)
    mkdirSync(join(home.folders.run, options.id), { recursive: true })
    writeFileSync(join(home.folders.run, options.id, 'started'), String(process.pid))
    return { terminal: 'xterm', folder: options.folder }
  },
}
const start = () => home.start({ ports: { launcher } })
type House = Awaited<ReturnType<typeof start>>

async function withBoth(house: House): Promise<void> {
  await house.done('key.add', {
    provider: { type: 'anthropic', baseUrl: anthropic.baseUrl },
    label: 'a',
    secret: SECRET,
  })
  await house.done('key.add', { provider: { type: 'zai', baseUrl: zai.baseUrl }, label: 'z', secret: OTHER })
}
const put = (house: House, profile: object) =>
  house.done('profile.put', { was: null, profile: ProfileEntry.parse(profile) })
const sessions = (house: House) => Object.values(house.app.snapshot().sessions)
/** Launches there; answers with what its Claude Code was given. */
async function launch(house: House, folder: string, profile?: string | null): Promise<LaunchOptions> {
  await house.done('claude.launch', { folder, ...(profile !== undefined && { profile }) })
  return launched.at(-1) as LaunchOptions
}
const answeredBy = async (house: House, token: string) => {
  const res = await house.post({}, { token })
  await res.text()
  return [res.status, res.headers.get('x-cc-relay-provider')]
}

describe('two terminals', () => {
  it('on two profiles are answered by two providers at once; ending one leaves the other', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    await put(house, { name: 'work', provider: 'anthropic' })
    const side = await launch(house, '/side', 'side')
    const work = await launch(house, '/work', 'work')
    expect(await Promise.all([answeredBy(house, side.token), answeredBy(house, work.token)])).toEqual([
      [200, 'zai'],
      [200, 'anthropic'],
    ])
    await house.done('session.end', { id: side.id })
    const no = await house.post({}, { token: side.token })
    expect([no.status, await no.text()]).toEqual([400, expect.stringContaining(text.errors.gate.sessionEnded)])
    expect(await answeredBy(house, work.token)).toEqual([200, 'anthropic'])
    expect(sessions(house).map(({ folder, state, place }) => [folder, state, place])).toEqual([
      ['/work', 'open', 'xterm'],
      ['/side', 'ended', 'xterm'],
    ])
  })

  it('ends a stream under way with words of why', async () => {
    const house = await start()
    await withBoth(house)
    const { id, token } = await launch(house, '/work', null)
    anthropic.next(slowly(5_000))
    const running = await house.post({ stream: true }, { token })
    await house.done('session.end', { id })
    expect(await running.text()).toContain(text.errors.gate.sessionEnded)
  })

  it('go on after the app was restarted, with what they used', async () => {
    const before = await start()
    await withBoth(before)
    const { token, id } = await launch(before, '/work', null)
    await answeredBy(before, token)
    await before.stop()
    expect(readFileSync(home.folders.sessions, 'utf8')).not.toContain(token)
    if (process.platform !== 'win32') expect(statSync(home.folders.sessions).mode & 0o777).toBe(0o600)
    const after = await start()
    expect(await answeredBy(after, token)).toEqual([200, 'anthropic'])
    await expect.poll(() => after.app.snapshot().sessions[id]?.requests).toBe(2)
  })

  it('are over when their folder goes', async () => {
    const house = await start()
    await withBoth(house)
    const { id, token } = await launch(house, '/work', null)
    rmSync(join(home.folders.run, id), { recursive: true })
    await expect.poll(() => house.app.snapshot().sessions[id]?.state).toBe('closed')
    expect((await house.post({}, { token })).status).toBe(401)
  })

  it('leave nothing where the terminal could not be opened', async () => {
    const failing: Launcher = { ...launcher, launch: () => Promise.reject(new Error('no terminal')) }
    const house = await home.start({ ports: { launcher: failing } })
    await withBoth(house)
    await house.refused('claude.launch', { folder: '/work' })
    expect(sessions(house)).toEqual([])
  })
})

describe('a session', () => {
  it('is paused, resumed and given another profile from its next request on', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    const { id, token } = await launch(house, '/work', null)
    expect(await answeredBy(house, token)).toEqual([200, 'anthropic'])
    await house.done('session.pause', { id })
    expect((await house.post({}, { token })).status).toBe(503)
    await house.done('session.resume', { id })
    await house.done('session.assign', { id, profile: 'side' })
    expect(await answeredBy(house, token)).toEqual([200, 'zai'])
    expect(await house.refused('session.assign', { id, profile: 'nobody' })).toContain(
      text.notices.profileGone('nobody'),
    )
    await house.done('session.end', { id })
    expect(await house.refused('session.pause', { id })).toContain(text.notices.launchOver)
  })

  it('has its tokens and its cost told, with the day of the price', async () => {
    const house = await start()
    await withBoth(house)
    const { id, token } = await launch(house, '/work', null)
    await answeredBy(house, token)
    await expect.poll(() => house.app.snapshot().sessions[id]?.requests).toBe(1)
    const told = house.app.snapshot().sessions[id]
    expect(told?.usage.output).toBeGreaterThan(0)
    expect(told?.cost).toMatchObject({ priced: 1, unpriced: 0, asOf: expect.stringMatching(/^2026-/) })
    expect(told?.cost.micros).toBeGreaterThan(0)
  })

  it('without a token of its own is listed, and can only be looked at', async () => {
    const house = await start()
    await withBoth(house)
    await (await house.post({}, { sessionId: 'somewhere-else' })).text()
    const [other] = sessions(house)
    expect(other).toMatchObject({ id: 'somewhere-else', kind: 'other' })
    expect(await house.refused('session.end', { id: 'somewhere-else' as never })).toContain(text.notices.launchGone)
  })
})

describe('a folder', () => {
  it('remembers its profile, the latest folders first', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    await launch(house, '/maps', 'side')
    await launch(house, '/docs', null)
    expect(await answeredBy(house, (await launch(house, '/maps')).token)).toEqual([200, 'zai'])
    expect(house.app.snapshot().settings.recent_folders).toEqual([
      { path: '/maps', profile: 'side' },
      { path: '/docs', profile: null },
    ])
    await house.done('settings.patch', { recent_folders: [] })
    expect(house.app.snapshot().settings.recent_folders).toEqual([])
  })

  it('is not started under a profile that is gone', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side' })
    const { id } = await launch(house, '/maps', 'side')
    expect(await house.refused('profile.remove', { name: 'side' })).toContain(text.notices.profileInUse('side', 1))
    await house.done('session.end', { id })
    await house.done('profile.remove', { name: 'side' })
    expect(await house.refused('claude.launch', { folder: '/maps' })).toContain(text.notices.profileGone('side'))
  })
})

describe('a profile', () => {
  it('is changed, also in name, under those who work with it', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    const { id, token } = await launch(house, '/maps', 'side')
    const profile = ProfileEntry.parse({ name: 'beside', provider: 'anthropic' })
    await house.done('profile.put', { was: 'side', profile })
    expect(await answeredBy(house, token)).toEqual([200, 'anthropic'])
    expect(house.app.snapshot().sessions[id]?.profile).toBe('beside')
    expect(house.app.snapshot().settings.recent_folders[0]?.profile).toBe('beside')
  })

  it('keeps its provider from being removed, and no two have one name', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    expect(await house.refused('provider.remove', { id: 'zai' as never })).toContain(text.notices.providerInUse('side'))
    expect(await house.refused('profile.put', { was: null, profile: ProfileEntry.parse({ name: 'side' }) })).toContain(
      text.notices.profileKnown('side'),
    )
  })

  it('is refused once its budget is spent, with a notice before and then', async () => {
    const house = await start()
    await withBoth(house)
    const notices = house.pushed('notice.raised')
    await put(house, { name: 'small', budget: { daily_usd: 0.01 } })
    const { token } = await launch(house, '/work', 'small')
    for (let n = 0; n < 200 && (await answeredBy(house, token))[0] === 200; n++);
    const no = await house.post({}, { token })
    expect([no.status, no.headers.get('x-should-retry')]).toEqual([400, 'false'])
    expect(await no.text()).toContain(text.errors.session.dailyUsedUp('small', '$0.010'))
    expect(notices.at(-1)?.text).toBe(text.notices.budgetGone('small', 'daily', '$0.010'))
    expect(house.app.snapshot().profiles[0]?.spent.today).toBeGreaterThanOrEqual(10_000)
  })

  it('has no say during practice, which costs nothing', async () => {
    const house = await start()
    await withBoth(house)
    await put(house, { name: 'side', provider: 'zai' })
    const { token } = await launch(house, '/maps', 'side')
    await house.done('practice.start', undefined)
    expect(await answeredBy(house, token)).toEqual([200, 'practice'])
    expect(await house.refused('profile.remove', { name: 'side' })).toContain(text.notices.practiceOn)
    await house.done('practice.stop', undefined)
    expect(await answeredBy(house, token)).toEqual([200, 'zai'])
  })
})

it('prepares a launch for a terminal that is open already, with its token in a file and in no answer', async () => {
  const house = await start()
  await withBoth(house)
  const { id, own } = await house.done('claude.prepare', { folder: '/work', profile: null, place: 'here' })
  expect(own).toBe(join(home.folders.run, id))
  expect(readdirSync(own)).toEqual(['settings.json'])
  const { env } = JSON.parse(readFileSync(join(own, 'settings.json'), 'utf8'))
  expect(await answeredBy(house, env.ANTHROPIC_AUTH_TOKEN)).toEqual([200, 'anthropic'])
  if (process.platform !== 'win32') expect(statSync(join(own, 'settings.json')).mode & 0o777).toBe(0o600)
  expect(house.app.snapshot().sessions[id]).toMatchObject({ folder: '/work', place: 'here' })
})
