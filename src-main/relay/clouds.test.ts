import { afterEach, describe, expect, it } from 'vitest'
import { startAzure } from '../../playground/twin-azure.ts'
import { startEntra } from '../../playground/twin-entra.ts'
import { startGoogle } from '../../playground/twin-google.ts'
import { startVertex } from '../../playground/twin-vertex.ts'
import { houses } from './testing/open.ts'

const open = houses(afterEach)
const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})
const later = <T extends { stop(): Promise<void> }>(it: T): T => {
  stops.push(() => it.stop())
  return it
}
const MODELS = { change: { mapping: {}, models: [] } }
const ask = { model: 'claude-opus-5', max_tokens: 100, stream: true, messages: [{ role: 'user', content: 'words: 5' }] }

async function vertex(
  key: (google: Awaited<ReturnType<typeof startGoogle>>) => string = (it) => it.serviceAccount('one'),
) {
  const google = later(await startGoogle())
  const secret = key(google)
  const twin = later(await startVertex({ keys: [{ secret, name: 'one' }] }, google))
  const house = await open({ up: { type: 'vertex', keys: { [secret]: () => {} }, baseUrl: twin.baseUrl, ...MODELS } })
  return { google, twin, house, secret }
}
const statusOf = (house: { pool: { views(): object } }) =>
  (Object.values(house.pool.views())[0] as { status: { kind: string } }).status

describe('Vertex AI through the relay', () => {
  it('asks for one token, however many ask at once', async () => {
    const { google, twin, house } = await vertex()
    const all = await Promise.all(Array.from({ length: 12 }, () => house.post(ask)))
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]))
    expect([google.desk.issued.length, twin.log.length]).toEqual([1, 12])
  })

  it('fetches another one where Google takes the first no more, and the key is not blamed', async () => {
    const { google, twin, house } = await vertex()
    expect((await house.post(ask)).status).toBe(200)
    google.desk.revoke()
    expect((await house.post(ask)).status).toBe(200)
    expect(twin.log.map(({ status }) => status)).toEqual([200, 401, 200])
    expect(statusOf(house).kind).toBe('ready')
  })

  it('sets a key aside that Google refuses, and says what to do', async () => {
    const { twin, house } = await vertex((google) => {
      google.serviceAccount('one')
      return google.serviceAccount('one', true)
    })
    const reply = await house.post(ask)
    expect([reply.status >= 400, twin.log]).toEqual([true, []])
    expect(statusOf(house)).toMatchObject({ kind: 'invalid', reason: expect.stringMatching(/Make a new key/) })
  })

  it('sets a key aside whose new token is refused as well', async () => {
    const { twin, house } = await vertex()
    twin.forKey('one', { kind: 'dies', name: 'dies' })
    expect((await house.post(ask)).status).toBeGreaterThanOrEqual(400)
    expect([twin.log.length, statusOf(house).kind]).toEqual([2, 'invalid'])
  })

  it('counts tokens there', async () => {
    const { house } = await vertex()
    const reply = await fetch(`${house.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: {
        'x-api-key': 'client-token-of-the-tests',
        'content-type': 'application/json',
        'anthropic-beta': 'x-1',
      },
      body: JSON.stringify(ask),
    })
    expect(await reply.json()).toEqual({ input_tokens: expect.any(Number) })
  })
})

describe('Azure Foundry through the relay', () => {
  it('is asked with a token of an app registration, under the name of a deployment', async () => {
    const entra = later(await startEntra())
    const secret = entra.app('relay')
    const twin = later(await startAzure({ keys: [{ secret, name: 'one' }] }, entra))
    const change = { mapping: { opus: 'team-opus' }, models: [] }
    const house = await open({ up: { type: 'azure', keys: { [secret]: () => {} }, baseUrl: twin.baseUrl, change } })
    expect((await house.post(ask)).status).toBe(200)
    expect([entra.desk.issued.length, twin.log.map(({ model }) => model)]).toEqual([1, ['team-opus']])
    expect(twin.log[0]?.headers['x-api-key']).toBeUndefined()
  })
})
