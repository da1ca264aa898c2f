import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { slowFirstByte } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import type { ProviderId } from '../src-shared/domain/ids.ts'
import { apply, type Snapshot } from '../src-shared/ipc/snapshot.ts'
import { text } from '../src-shared/text/text.ts'
import { newHome } from './assemble.testing.ts'

const SECRET = 'sk-ant-api03-one-0123456789-1111'

let here: Twin
beforeAll(async () => {
  here = await startAnthropic({ keys: [{ secret: SECRET, name: 'one', organization: 'a' }] })
})
afterAll(() => here.stop())

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

type House = Awaited<ReturnType<typeof home.start>>
const add = (house: House) =>
  house.done('key.add', { provider: { type: 'anthropic', baseUrl: here.baseUrl }, label: 'work', secret: SECRET })

describe('the practice', () => {
  it("stands in for the user's own providers, answers, and leaves nothing behind", async () => {
    const house = await home.start()
    await add(house)
    const before = readFileSync(home.folders.config, 'utf8')
    await house.done('practice.start', undefined)
    await house.done('practice.start', undefined)
    expect(house.app.snapshot()).toMatchObject({
      practice: true,
      providerOrder: ['practice'],
      config: { source: 'practice' },
    })
    expect(house.keys()).toHaveLength(3)
    const asked = here.log.length
    expect(await (await house.post()).text()).toContain('Practice answer')
    expect(here.log.length).toBe(asked)
    await house.done('key.rename', { id: house.keys()[0]?.id as never, label: 'mine' })
    await house.done('choice.set', { model: 'claude-opus-5' })
    expect(house.keys()[0]?.label).toBe('mine')
    expect(readFileSync(home.folders.config, 'utf8')).toBe(before)
    await house.done('practice.stop', undefined)
    expect(house.app.snapshot()).toMatchObject({
      practice: false,
      providerOrder: ['anthropic'],
      choice: { model: null },
    })
    expect((await house.post()).status).toBe(200)
  })

  it('has a list of requests and totals of its own', async () => {
    const house = await home.start()
    await add(house)
    await (await house.post()).text()
    await house.done('practice.start', undefined)
    expect(house.app.requests()).toEqual([])
    expect(house.app.snapshot().totals.requests).toBe(0)
    await (await house.post()).text()
    expect(house.app.requests()).toHaveLength(1)
    await house.done('practice.stop', undefined)
    expect(house.app.requests()).toEqual([])
    expect(house.app.snapshot().totals.requests).toBe(0)
  })

  it("tells of the system's keyring, not of its own memory", async () => {
    const house = await home.start()
    const { vault } = house.app.snapshot()
    await house.done('practice.start', undefined)
    expect(vault.kind).toBe('keyring')
    expect(house.app.snapshot().vault).toEqual(vault)
  })

  it('lets the user change settings, but not their own keys', async () => {
    const house = await home.start()
    await house.done('practice.start', undefined)
    await house.done('settings.patch', { appearance: 'dark' })
    expect((home.read(home.folders.config) as { app: object }).app).toMatchObject({ appearance: 'dark' })
    const provider = { type: 'anthropic' } as const
    expect(await house.refused('key.add', { provider, label: 'x', secret: SECRET })).toBe(
      `refused: ${text.notices.practiceOn}`,
    )
    expect(
      await house.refused('provider.update', { id: 'practice' as ProviderId, baseUrl: 'https://evil.example' }),
    ).toContain('practice')
  })
})

describe('what a window is told', () => {
  it('is that Claude Code is looked for, until it is found or not', async () => {
    let answer = (_: null) => {}
    const claude = () => new Promise<null>((resolve) => (answer = resolve))
    const launcher = { terminals: async () => [], claude, launch: () => Promise.reject(new Error()) }
    const house = await home.start({ ports: { launcher } })
    expect(house.app.snapshot().claude).toEqual({ kind: 'looking' })
    answer(null)
    await expect.poll(() => house.app.snapshot().claude).toEqual({ kind: 'absent' })
  })

  it('is the whole once and then what changed', async () => {
    const house = await home.start()
    let mirror: Snapshot | null = null
    house.app.subscribe('snapshot.patched', (patch) => {
      mirror = mirror && apply(mirror, patch)
    })
    mirror = (await house.done('snapshot.get', undefined)).snapshot
    const { id } = await add(house)
    await house.post()
    await expect.poll(() => mirror?.keys[id]?.lastUsedAt).toBeGreaterThan(0)
    await expect.poll(() => mirror?.totals.requests).toBe(1)
    expect(mirror?.claude).toEqual({ kind: 'found', path: '/usr/bin/claude', version: '2.1.197' })
  })

  it('names the key that was lent to a request before that has answered', async () => {
    const house = await home.start()
    await add(house)
    const records = house.pushed('request.recorded')
    here.next(slowFirstByte(400))
    const answer = house.post()
    await expect.poll(() => records.at(-1)).toMatchObject({ state: 'running', asking: 'work', attempts: [] })
    await (await answer).text()
    await expect.poll(() => records.at(-1)).toMatchObject({ state: 'done', attempts: [{ label: 'work' }] })
    expect(records.at(-1)).not.toHaveProperty('asking')
  })

  it('has every request as it begins and as it ends, and the list of them', async () => {
    const house = await home.start()
    await add(house)
    const records = house.pushed('request.recorded')
    await (await house.post()).text()
    await expect.poll(() => records.at(-1)?.state).toBe('done')
    expect(records[0]).toMatchObject({ state: 'running', id: records.at(-1)?.id })
    expect(await house.done('requests.list', undefined)).toEqual([records.at(-1)])
  })
})

describe('the desk', () => {
  it('forgets the requests and what they add up to', async () => {
    const house = await home.start()
    await add(house)
    const patches = house.pushed('snapshot.patched')
    await (await house.post()).text()
    await vi.waitFor(() => expect(house.app.snapshot().totals.output).toBeGreaterThan(0))
    await house.done('requests.forget', undefined)
    expect(await house.done('requests.list', undefined)).toEqual([])
    expect(house.app.snapshot().totals).toMatchObject({ requests: 0, output: 0 })
    await vi.waitFor(() => expect(patches.at(-1)?.set.totals?.requests).toBe(0))
  })

  it('copies the address, the environment and the token', async () => {
    const house = await home.start()
    const token = readFileSync(home.folders.token, 'utf8').trim()
    await house.done('address.copy', undefined)
    await house.done('token.copy', undefined)
    await house.done('env.copy', { shell: 'posix' })
    expect(house.desk.copied.slice(0, 2)).toEqual([house.url(), token])
    expect(house.desk.copied[2]).toContain(`export ANTHROPIC_AUTH_TOKEN='${token}'`)
    expect(house.desk.copied[2]).toContain(`export ANTHROPIC_BASE_URL='${house.url()}'`)
  })

  it('takes the old token no more once it is renewed', async () => {
    const house = await home.start()
    await add(house)
    const old = readFileSync(home.folders.token, 'utf8').trim()
    await house.done('token.rotate', undefined)
    const reply = await fetch(`${house.url()}/v1/messages`, { method: 'POST', headers: { 'x-api-key': old } })
    expect(reply.status).toBe(401)
    expect((await house.post()).status).toBe(200)
  })

  it('tells the last four of the token that is in force, and nothing else of it', async () => {
    const house = await home.start()
    const inForce = () => readFileSync(home.folders.token, 'utf8').trim()
    expect(house.app.snapshot().token).toEqual({ hint: inForce().slice(-4), renews: true })
    await house.done('token.rotate', undefined)
    expect(house.app.snapshot().token.hint).toBe(inForce().slice(-4))
    expect(JSON.stringify(house.app.snapshot())).not.toContain(inForce())
  })

  it('launches Claude Code in the folder asked for, else the last one, else at home', async () => {
    const house = await home.start()
    expect(await house.done('claude.launch', { folder: null })).toEqual({ terminal: 'xterm', folder: homedir() })
    expect(await house.done('claude.launch', { folder: '/asked' })).toMatchObject({ folder: '/asked' })
    expect(house.app.snapshot().settings.last_folder).toBe('/asked')
    expect(await house.done('claude.launch', { folder: null })).toMatchObject({ folder: '/asked' })
  })

  it('shows the files and quits', async () => {
    const house = await home.start()
    await house.done('app.showConfig', undefined)
    await house.done('app.showLogs', undefined)
    await house.done('app.quit', undefined)
    expect(house.desk).toMatchObject({ shown: [home.folders.config, home.folders.logs], quit: 1 })
  })
})
