import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { slowly } from '../playground/script.ts'
import type { Twin } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import type { ProviderEntry } from '../src-shared/config/schema.ts'
import type { ProviderId } from '../src-shared/domain/ids.ts'
import { text } from '../src-shared/text/text.ts'
import { newHome } from './assemble.testing.ts'

const SECRET = 'sk-ant-api03-one-0123456789-1111'
const SECOND = 'sk-ant-api03-two-0123456789-2222'
const keys = [
  { secret: SECRET, name: 'one', organization: 'a' },
  { secret: SECOND, name: 'two', organization: 'a' },
]

let here: Twin
let there: Twin
beforeAll(async () => {
  here = await startAnthropic({ keys })
  there = await startAnthropic({ keys })
})
afterAll(() => Promise.all([here.stop(), there.stop()]))

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(async () => {
  here.heal()
  await home.tidy()
})

type House = Awaited<ReturnType<typeof home.start>>
const add = (house: House, baseUrl = here.baseUrl, secret = SECRET) =>
  house.done('key.add', { provider: { type: 'anthropic', baseUrl }, label: 'work', secret })

describe('the choice of a provider and a model', () => {
  it('holds for the next request and over a restart', async () => {
    const house = await home.start()
    await add(house)
    const { providerId } = await add(house, there.baseUrl)
    await house.done('choice.set', { provider: providerId, model: 'claude-opus-5' })
    await house.post()
    expect(there.log.at(-1)).toMatchObject({ model: 'claude-opus-5' })
    await house.stop()
    expect((await home.start()).app.snapshot().choice).toEqual({ provider: providerId, model: 'claude-opus-5' })
  })

  it('can only be one that is here and on', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    await house.done('provider.update', { id: providerId, enabled: false })
    expect(await house.refused('choice.set', { provider: providerId })).toBe(
      `refused: ${text.notices.providerOff(providerId)}`,
    )
    expect(await house.refused('choice.set', { provider: 'gone' as ProviderId })).toBe(
      `not_found: ${text.notices.providerGone}`,
    )
  })
})

describe('a provider', () => {
  it('takes its keys along to an address that the user types', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    await house.done('provider.update', { id: providerId, baseUrl: there.baseUrl })
    const before = there.log.length
    expect((await house.post()).status).toBe(200)
    expect(there.log.length).toBe(before + 1)
  })

  it('does not take them to an address that was written into its file behind our back', async () => {
    const house = await home.start()
    await add(house)
    await house.stop()
    writeFileSync(home.folders.config, readFileSync(home.folders.config, 'utf8').replace(here.baseUrl, there.baseUrl))
    const later = await home.start()
    const before = there.log.length
    await expect
      .poll(() => later.keys()[0]?.status)
      .toMatchObject({ kind: 'invalid', reason: text.notices.otherOrigin })
    expect((await later.post()).ok).toBe(false)
    expect(there.log.length).toBe(before)
  })

  it('keeps a key that is added while it is changed', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    const provider = { id: providerId }
    await Promise.all([
      house.done('provider.update', { id: providerId, mapping: { opus: 'claude-opus-5' } }),
      house.done('key.add', { provider, label: 'second', secret: SECOND }),
      house.done('provider.update', { id: providerId, mapping: { haiku: 'claude-haiku-4-5' } }),
    ])
    expect(house.keys()).toHaveLength(2)
  })

  it('is mapped as the user says, over what its type says', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    await house.done('provider.update', { id: providerId, mapping: { sonnet: 'claude-opus-5' } })
    await house.post({ model: 'claude-sonnet-5' })
    expect(here.log.at(-1)?.model).toBe('claude-opus-5')
    expect(house.app.snapshot().providers[providerId]?.mapping).toMatchObject({ sonnet: 'claude-opus-5' })
  })

  it('goes with its keys, and the choice of it with it', async () => {
    const house = await home.start()
    const { providerId } = await add(house)
    await house.done('choice.set', { provider: providerId })
    await house.done('provider.remove', { id: providerId })
    expect(house.app.snapshot()).toMatchObject({ providerOrder: [], keyOrder: [], choice: { provider: null } })
    // Until the way back is no longer offered.
    house.advance(11_000)
    await expect.poll(() => JSON.stringify(home.read(home.folders.secrets))).not.toContain('toy:')
  })
})

describe('the address', () => {
  it('moves at once, and a stream under way does not notice', async () => {
    const house = await home.start()
    await add(house)
    here.next(slowly(20))
    const before = house.url()
    const reply = await house.post({ stream: true, max_tokens: 20 })
    await house.done('settings.patch', { listen: '[::1]:0' })
    const { relay } = house.app.snapshot()
    expect(relay).toMatchObject({ kind: 'listening', host: '::1' })
    expect(await reply.text()).toContain('message_stop')
    await expect(fetch(`${before}/health`)).rejects.toThrow()
  })

  it('stays where it is when another program has the new one', async () => {
    const house = await home.start()
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    const was = house.url()
    expect(await house.refused('settings.patch', { listen: `127.0.0.1:${port}` })).toBe(
      `refused: ${text.errors.listen.taken(port)}`,
    )
    expect(house.url()).toBe(was)
    expect(house.app.snapshot().settings.listen).toBe('127.0.0.1:8787')
    other.close()
  })

  it('leaves the other settings as they are', async () => {
    const house = await home.start()
    await house.done('settings.patch', { appearance: 'dark', terminal: 'xterm', notify: { failback: false } })
    await house.done('settings.patch', { zoom: 150 })
    expect(house.app.snapshot().settings).toMatchObject({
      ...{ appearance: 'dark', terminal: 'xterm', notify: { failback: false }, zoom: 150 },
    })
  })

  it('goes as many steps larger as were asked for, however quickly', async () => {
    const house = await home.start()
    await Promise.all([1, 1, 1, -1].map((step) => house.done('zoom.step', { step: step as 1 | -1 })))
    expect(house.app.snapshot().settings.zoom).toBe(125)
    await house.done('zoom.step', { step: 0 })
    expect(house.app.snapshot().settings.zoom).toBe(100)
  })

  it('says which program has it, where that can be known', async () => {
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    const portHolder = async (asked: number) => (asked === port ? 'python3' : null)
    const house = await home.start({ ports: { listen: `127.0.0.1:${port}`, portHolder } })
    expect(house.app.snapshot().relay).toMatchObject({
      by: 'python3',
      message: text.errors.listen.takenBy(port, 'python3'),
    })
    other.close()
  })

  it('that was taken at the start can be changed to a free one', async () => {
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const { port } = other.address() as AddressInfo
    const house = await home.start({ ports: { listen: `127.0.0.1:${port}` } })
    expect(house.app.snapshot().relay).toMatchObject({ kind: 'failed', code: 'port_taken', port })
    expect(await house.refused('address.copy', undefined)).toBe(`refused: ${text.notices.notListening}`)
    await house.done('settings.patch', { listen: '127.0.0.1:0' })
    expect((await fetch(`${house.url()}/health`)).status).toBe(200)
    other.close()
  })

  it('is kept while the relay is paused', async () => {
    const house = await home.start()
    await add(house)
    const url = house.url()
    await house.done('relay.pause', undefined)
    expect(house.app.snapshot().relay.kind).toBe('paused')
    const reply = await fetch(`${url}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': readFileSync(home.folders.token, 'utf8').trim() },
    })
    expect(reply.status).toBe(503)
    await house.done('relay.resume', undefined)
    expect((await house.post()).status).toBe(200)
  })
})

describe('settings', () => {
  it('are in force at once and after a restart', async () => {
    const house = await home.start()
    await add(house)
    const wanted = {
      strategy: 'round_robin',
      key_selector: 'round_robin',
      appearance: 'dark',
      start_at_login: true,
      allow_subscription: true,
    } as const
    await house.done('settings.patch', wanted)
    expect(house.app.snapshot().settings).toMatchObject(wanted)
    expect(house.desk.login).toEqual([true])
    await house.stop()
    expect((await home.start()).app.snapshot().settings).toMatchObject(wanted)
    const { providers } = home.read(home.folders.config) as { providers: ProviderEntry[] }
    expect(providers[0]?.pooling.strategy).toBe('round_robin')
  })

  it('are as they were where they cannot be stored', async () => {
    const refuse = () => Promise.reject(Object.assign(new Error(), { code: 'EROFS' }))
    const house = await home.start({ file: (file) => ({ ...file, write: refuse }) })
    expect(await house.refused('settings.patch', { start_at_login: true })).toBe(
      `refused: ${text.notices.notSaved('EROFS')}`,
    )
    expect(house.desk.login).toEqual([true, false])
    expect(house.app.snapshot().settings.start_at_login).toBe(false)
  })

  it('that cannot be read are kept beside, and the defaults say so', async () => {
    mkdirSync(home.folders.home)
    writeFileSync(home.folders.config, '{"schema_version":1,"server":{"listen":8787}}')
    const house = await home.start()
    const aside = readdirSync(home.folders.home).find((name) => name.startsWith('config.broken-'))
    expect(house.app.snapshot().config.problem).toContain(aside)
    await house.done('settings.patch', { appearance: 'dark' })
    expect(readFileSync(`${home.folders.home}/${aside}`, 'utf8')).toContain('8787')
  })

  it('of a newer version are never written to', async () => {
    mkdirSync(home.folders.home)
    const newer = '{"schema_version":99,"providers":"in a shape of the future"}'
    writeFileSync(home.folders.config, newer)
    const house = await home.start()
    expect(house.app.snapshot().config.problem).toBe(text.config.store.newer(home.folders.config))
    expect(await house.refused('settings.patch', { appearance: 'dark' })).toContain('refused: Not saved')
    expect(readFileSync(home.folders.config, 'utf8')).toBe(newer)
  })
})
