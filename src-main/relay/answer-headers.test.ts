import { afterEach, describe, expect, it } from 'vitest'
import { ask } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { fails, inTurn, limited, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const good = stream('fine')
const ours = (res: Response) =>
  ['provider', 'key-id', 'keys-total', 'keys-available', 'capacity', 'attempts'].map((name) =>
    res.headers.get(`x-cc-relay-${name}`),
  )
/** What the provider says is left of its requests, before this one is counted by anybody else. */
const saying = (left: number) => ({
  'anthropic-ratelimit-requests-limit': '50',
  'anthropic-ratelimit-requests-remaining': String(left),
})

describe('the headers of an answer', () => {
  it('say how many percent the key has left, once a limit is known', async () => {
    const one = inTurn(streams(good), streams(good, saying(25)), fails(500, 'api_error', 'x'))
    const it = await open({ anthropic: { keys: { one } } })
    expect(ours(await it.post())).toEqual(['anthropic', 'id-one', '1', '1', null, '1'])
    expect(ours(await it.post())).toEqual(['anthropic', 'id-one', '1', '1', '50', '1'])
  })

  it('say nothing of what another key had left that was tried before', async () => {
    const it = await open({
      anthropic: { keys: { one: fails(529, 'overloaded_error', 'x', saying(25)), two: streams(good) } },
    })
    expect(ours(await it.post())).toEqual(['anthropic', 'id-two', '2', '2', null, '2'])
  })

  it('say of a 429 that no key is free, and name no key of another provider', async () => {
    const haiku = ask({ model: 'claude-haiku-4-5' })
    const one = inTurn(
      streams(good, saying(25)),
      fails(429, 'rate_limit_error', 'x', { ...saying(0), 'retry-after': '20' }),
    )
    const it = await open({ first: { keys: { one } }, last: { keys: { two: limited(40) } } })
    await it.post(haiku)
    const res = await it.post()
    expect([res.status, ...ours(res)]).toEqual([429, 'first', 'id-one', '1', '0', null, '2'])
    const again = await it.post()
    expect([again.status, ...ours(again)]).toEqual([429, 'first', null, '1', '0', null, '0'])
  })
})
