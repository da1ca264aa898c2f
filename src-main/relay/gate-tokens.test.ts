import fc from 'fast-check'
import { Agent, request } from 'undici'
import { afterEach, describe, expect, it } from 'vitest'
import { gate } from './gate.ts'
import { everyRoute } from './routes.ts'
import { ask, TOKEN } from './testing/house.ts'
import { plainHouses } from './testing/open.ts'

const open = plainHouses(afterEach)
const guarded = everyRoute().filter(({ open: free }) => !free)

/** The token with something about it changed: a character, its length, its case, what stands around it. */
const mutated = fc
  .tuple(fc.nat(TOKEN.length), fc.string({ minLength: 1, maxLength: 12, unit: 'binary' }), fc.nat(7))
  .map(([at, text, how]) => {
    const [before, after] = [TOKEN.slice(0, at), TOKEN.slice(at)]
    const ways = [
      before,
      before + text + after,
      before + text,
      text + after,
      TOKEN.toUpperCase(),
      text,
      `${TOKEN} ${text}`,
    ]
    return ways[how] ?? before + after.slice(1)
  })
  .filter((text) => text.trim() !== TOKEN)

describe('every route of the router', () => {
  it('that is open to anybody says nothing: those are three', () => {
    const free = everyRoute().filter((it) => it.open)
    expect(free.map(({ method, path }) => `${method} ${path}`)).toEqual(['HEAD /', 'HEAD /api/hello', 'GET /health'])
  })

  it('is closed to 10,000 tokens that are almost right, in whatever header', async () => {
    const isIt = (token: string) => (token === TOKEN ? ({ kind: 'install' } as const) : null)
    const places = ['x-api-key', 'x-cc-relay-token', 'authorization']
    const hosts = new Set(['127.0.0.1:1'])
    fc.assert(
      fc.property(mutated, mutated, fc.nat(places.length - 1), (one, other, at) => {
        for (const { method, path } of guarded) {
          const [place = '', beside = ''] = [places[at], places[(at + 1) % places.length]]
          const value = (name: string, token: string) => (name === 'authorization' ? `Bearer ${token}` : token)
          const rawHeaders = ['host', '127.0.0.1:1', place, value(place, one), beside, value(beside, other)]
          const tried = gate({ method, url: `${path}?token=${TOKEN}`, peer: '127.0.0.1', rawHeaders }, hosts, isIt)
          expect(tried.ok ? 'in' : tried.refusal.status).toBe(401)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  it('asks nothing upstream without a token, with a wrong one, or with one in the query', async () => {
    const it = await open()
    const agent = new Agent()
    const tokens = fc.sample(mutated, 40).map((text) => text.replace(/[^\x20-\x7e]/g, '_'))
    for (const { method, path } of guarded)
      for (const token of ['', ...tokens]) {
        const { statusCode, body } = await request(`${it.url}${path}?x-api-key=${TOKEN}`, {
          ...{ method: method as 'GET', dispatcher: agent },
          headers: token === '' ? {} : { 'x-api-key': token, authorization: `Bearer ${token}` },
          ...(method === 'POST' && { body: JSON.stringify(ask()) }),
        })
        const said = (await body.json()) as { error: { type: string } }
        expect([path, statusCode, said.error.type]).toEqual([path, 401, 'authentication_error'])
      }
    await agent.close()
    expect(it.upstreams.anthropic?.seen).toHaveLength(0)
  })

  it('is let in by one valid header, whatever the other says', async () => {
    const it = await open()
    for (const other of ['', 'sk-ant-of-the-user', '\u00e9'])
      expect((await it.post(undefined, { authorization: `Bearer ${other}` })).status).toBe(200)
  })
})
