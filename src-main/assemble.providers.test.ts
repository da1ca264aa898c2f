import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Twin } from '../playground/twin.ts'
import { startCareless } from '../playground/twin-careless.ts'
import { startKimi } from '../playground/twin-kimi.ts'
import { startLmstudio } from '../playground/twin-own-servers.ts'
import { ProviderId } from '../src-shared/domain/ids.ts'
import { newHome } from './assemble.testing.ts'

const KEY = 'sk-kimi-0123456789-abcd'
const OWN = 'house-key-0123456789'

let kimi: Twin
let gateway: Twin
let local: Twin
beforeAll(async () => {
  kimi = await startKimi({ keys: [{ secret: KEY, name: 'one' }] })
  gateway = await startCareless({ keys: [{ secret: OWN, name: 'one' }] })
  local = await startLmstudio({})
})
afterAll(() => Promise.all([kimi.stop(), gateway.stop(), local.stop()]))

let home: ReturnType<typeof newHome>
beforeEach(() => {
  home = newHome()
})
afterEach(() => home.tidy())

type House = Awaited<ReturnType<typeof home.start>>
const name = (text: string) => ProviderId.parse(text)
const addKimi = (house: House, called?: string) =>
  house.done('key.add', {
    provider: { type: 'kimi', baseUrl: kimi.baseUrl, ...(called ? { name: name(called) } : {}) },
    label: 'work',
    secret: KEY,
  })
const order = (house: House) => house.app.snapshot().providerOrder

describe('a provider from a preset', () => {
  it('comes with its key, answers by its roles, and several of one kind have names of their own', async () => {
    const house = await home.start()
    await addKimi(house, 'moon')
    await addKimi(house, 'moon too')
    expect(order(house)).toEqual(['moon', 'moon too'])
    expect(house.app.snapshot().providers[name('moon')]?.mapping).toMatchObject({ opus: 'kimi-k2.7-code' })
    expect((await house.post()).status).toBe(200)
    expect(kimi.log.at(-1)?.model).toBe('kimi-k2.7-code')
  })

  it('may be added without a key', async () => {
    const house = await home.start()
    expect(await house.done('provider.add', { type: 'lmstudio', baseUrl: local.baseUrl })).toEqual({ id: 'lmstudio' })
    expect(await house.refused('provider.add', { type: 'kimi', name: name('lmstudio') })).toContain('lmstudio')
    expect(await house.refused('provider.add', { type: 'custom' })).toContain('needs an address')
  })
})

describe('an endpoint of one’s own', () => {
  it('is added with its models mapped, tested with one token, and answers', async () => {
    const house = await home.start()
    const mapping = { opus: 'house-large', sonnet: 'house-large', haiku: 'house-small' }
    const provider = { type: 'custom' as const, name: name('house'), baseUrl: gateway.baseUrl, mapping }
    expect(await house.refused('key.add', { provider, label: 'x', secret: 'not-the-key-at-all' })).toMatch(/^refused/)
    expect(order(house)).toEqual([])
    await house.done('key.add', { provider, label: 'x', secret: OWN })
    const reply = await house.post({ stream: true })
    expect(await reply.text()).toMatch(/^event: message_start\n/)
    expect(gateway.log.at(-1)?.model).toBe('house-large')
  })
})

describe('asked beside messages', () => {
  it('tells its models, before and after it is added', async () => {
    const house = await home.start()
    const before = await house.done('provider.models', { type: 'kimi', baseUrl: kimi.baseUrl, secret: KEY })
    expect(before.models).toHaveLength(3)
    expect(await house.refused('provider.models', { type: 'custom', baseUrl: gateway.baseUrl })).toMatch(/^unreachable/)
    await addKimi(house)
    expect(await house.done('provider.models', { id: name('kimi') })).toEqual(before)
  })

  it('tells how fast it answers, and spends nothing', async () => {
    const house = await home.start()
    await addKimi(house)
    const spent = kimi.log.length
    const check = await house.done('provider.check', { id: name('kimi') })
    expect(check).toMatchObject({ ok: true, tlsMs: null, models: 3 })
    expect(check.firstByteMs).toBeGreaterThanOrEqual(check.connectMs ?? Number.NaN)
    expect(check.said).toMatch(/^Kimi answers in \d+ ms and lists 3 models\.$/)
    expect(kimi.log).toHaveLength(spent)
  })

  it('tells the account behind a key', async () => {
    const house = await home.start()
    const { id } = await addKimi(house)
    const told = await house.done('key.account', { id })
    expect(told).toMatchObject({ account: { balance: { amount: 49.58 } }, reason: null })
  })

  it('says why there is no answer', async () => {
    const house = await home.start()
    await house.done('provider.add', { type: 'vllm', baseUrl: 'http://127.0.0.1:9' })
    const check = await house.done('provider.check', { id: name('vllm') })
    expect(check).toMatchObject({ ok: false, firstByteMs: null, models: null })
    expect(check.said).toContain('Nothing answers at the address of vLLM')
  })
})

describe('renamed', () => {
  it('keeps its keys by id, and what chose it goes on choosing it', async () => {
    const house = await home.start()
    const { id } = await addKimi(house)
    await house.done('choice.set', { provider: name('kimi') })
    await house.done('provider.rename', { id: name('kimi'), name: name('moon') })
    expect(house.keys()).toMatchObject([{ id, providerId: 'moon' }])
    expect(house.app.snapshot().choice.provider).toBe('moon')
    expect((await house.post()).status).toBe(200)
    await addKimi(house, 'second')
    expect(await house.refused('provider.rename', { id: name('second'), name: name('moon') })).toContain('moon')
  })
})

describe('removed', () => {
  it('comes back whole, with its keys, for as long as that is offered', async () => {
    const house = await home.start()
    const { id } = await addKimi(house)
    await house.done('choice.set', { provider: name('kimi') })
    expect(await house.done('provider.remove', { id: name('kimi') })).toEqual({ undoMs: 8000 })
    expect([order(house), house.keys(), house.app.snapshot().choice.provider]).toEqual([[], [], null])
    await house.done('provider.restore', { id: name('kimi') })
    expect(house.keys()).toMatchObject([{ id }])
    expect(house.app.snapshot().choice.provider).toBe('kimi')
    expect((await house.post()).status).toBe(200)
  })

  it('is gone for good after that', async () => {
    const house = await home.start()
    await addKimi(house)
    await house.done('provider.remove', { id: name('kimi') })
    house.advance(11_000)
    expect(await house.refused('provider.restore', { id: name('kimi') })).toMatch(/^not_found/)
  })
})

it('a local server whose only key is removed stays, and works without', async () => {
  const house = await home.start()
  const key = await house.done('key.add', {
    provider: { type: 'lmstudio', baseUrl: local.baseUrl },
    label: 'door',
    secret: 'lm-key-0123456789',
  })
  await house.done('key.remove', { id: key.id })
  expect(house.keys()).toMatchObject([{ hint: '', providerId: 'lmstudio' }])
})
