import { afterEach, describe, expect, it } from 'vitest'
import { NoPass } from '../providers/passes.ts'
import type { Draft, Outgoing, Provider } from '../providers/provider.ts'
import { providers } from '../providers/registry.ts'
import { passesHere } from '../providers/testing/here.ts'
import { seal } from './draft.ts'
import { ask } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { answers, type Script, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const well = streams(stream('x'))
const passes = passesHere()

describe('a request is sealed', () => {
  it('with headers alone where its provider signs nothing: nothing is awaited and nothing copied', () => {
    for (const provider of Object.values(providers).filter((it) => !it.passOf)) {
      const body = Buffer.from('{}')
      const draft: Draft = { baseUrl: 'https://example.com', path: '/v1/messages', headers: { 'x-app': 'cli' }, body }
      expect(seal(draft, { provider, baseUrl: 'https://example.com' }, 'a-secret-of-a-test', passes)).toBeUndefined()
      expect(draft.body).toBe(body)
      expect(JSON.stringify(draft.headers)).toContain('a-secret-of-a-test')
    }
  })

  it('last, over what will be sent and nothing else', async () => {
    const seen: Outgoing[] = []
    const provider: Partial<Provider> = {
      prepare(draft) {
        draft.path = '/elsewhere'
        draft.body = Buffer.from('{"model":"another"}')
      },
      authorize: (secret, outgoing) => {
        seen.push({ ...outgoing, headers: { ...outgoing.headers } })
        return Promise.resolve({ 'x-api-key': secret ?? '', 'x-proof': `${secret}:${outgoing.body?.length}` })
      },
    }
    const house = await open({ cloud: { keys: { 'a-key': well }, provider } })
    await house.post()
    const [got] = house.upstreams.cloud?.seen ?? []
    expect(seen).toMatchObject([{ method: 'POST', path: '/elsewhere', baseUrl: house.upstreams.cloud?.baseUrl }])
    expect(got?.body.toString()).toBe(seen[0]?.body?.toString())
    expect(got?.headers['x-proof']).toBe('a-key:19')
  })
})

describe('where no pass can be had', () => {
  const cannot: Partial<Provider> = { authorize: () => Promise.reject(new NoPass('Run aws sso login first.')) }

  it('the client reads what to do, and the key rests for that reason', async () => {
    const house = await open({ cloud: { keys: { 'a-key': well }, provider: cannot } })
    const reply = await house.post()
    expect(reply.status).toBe(400)
    expect(await reply.text()).toContain('Run aws sso login first.')
    expect(house.upstreams.cloud?.seen).toEqual([])
    expect(Object.values(house.pool.views())[0]?.status).toMatchObject({
      kind: 'cooling',
      reason: 'Run aws sso login first.',
    })
  })

  it('another provider is asked instead', async () => {
    const house = await open({
      cloud: { keys: { 'a-key': well }, provider: cannot },
      next: { keys: { 'b-key': well } },
    })
    expect((await house.post()).status).toBe(200)
    expect(house.ended()[0]?.attempts.map(({ verdict }) => verdict)).toEqual(['no_pass', 'deliver'])
  })

  it('tokens are counted here', async () => {
    const house = await open({ cloud: { keys: { 'a-key': well }, provider: cannot } })
    const reply = await fetch(`${house.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: { 'x-api-key': 'client-token-of-the-tests', 'content-type': 'application/json' },
      body: JSON.stringify(ask()),
    })
    expect(await reply.json()).toMatchObject({ input_tokens: expect.any(Number) })
  })
})

it('a pass that AWS refuses in its own way is fetched anew, once', async () => {
  let fetched = 0
  const provider: Partial<Provider> = {
    passOf: () => 'a profile',
    authorize: (_secret, { passes: kept }) =>
      kept.of('a profile', async () => ({ value: { 'x-api-key': `pass ${++fetched}` }, until: null })),
  }
  const refuses = answers(403, { message: 'Expired.' }, { 'x-amzn-errortype': 'ExpiredTokenException' })
  const script: Script = (res, seen) => (seen.key === 'pass 2' ? well : refuses)(res, seen)
  const house = await open({ cloud: { type: 'bedrock', keys: { 'a-key': script }, all: script, provider } })
  expect((await house.post()).status).toBe(200)
  expect(house.upstreams.cloud?.seen.map(({ key }) => key)).toEqual(['pass 1', 'pass 2'])
})
