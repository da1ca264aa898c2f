import { afterEach, describe, expect, it } from 'vitest'
import { houses } from './testing/open.ts'
import { inTurn, limited, stream, streams } from './testing/upstream.ts'

const open = houses(afterEach)
const good = streams(stream('fine'))
const provider = (res: Response) => res.headers.get('x-cc-relay-provider')

describe('where every provider is busy', () => {
  const short = { timings: { shortPatienceMs: 50, patienceMs: 5_000 } }

  it('the request waits for the key that comes free first, not for the last provider in the order', async () => {
    const it = await open(
      { first: { keys: { a: inTurn(limited(1), good) } }, last: { keys: { b: inTurn(limited(4), good) } } },
      short,
    )
    expect((await it.post()).status).toBe(429)
    const began = Date.now()
    const res = await it.post()
    expect([res.status, provider(res)]).toEqual([200, 'first'])
    expect(Date.now() - began).toBeLessThan(2_000)
  })

  it('likewise for the last one where that is the first to come free', async () => {
    const it = await open(
      { first: { keys: { a: inTurn(limited(30), good) } }, last: { keys: { b: inTurn(limited(1), good) } } },
      short,
    )
    expect((await it.post()).status).toBe(429)
    const res = await it.post()
    expect([res.status, provider(res)]).toEqual([200, 'last'])
  })

  it('and none waits where all rests are too long: the shortest is told', async () => {
    const it = await open({ first: { keys: { a: limited(20) } }, last: { keys: { b: limited(40) } } }, short)
    await it.post()
    const began = Date.now()
    const res = await it.post()
    expect(res.status).toBe(429)
    expect([19, 20]).toContain(Number(res.headers.get('retry-after')))
    expect(provider(res)).toBe('first')
    expect(Date.now() - began).toBeLessThan(1_000)
  })
})
