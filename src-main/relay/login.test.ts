import { afterEach, describe, expect, it } from 'vitest'
import { prefixFor } from './prefix.ts'
import { ask, type House, openHouse, type ProviderSpec, TOKEN } from './testing/house.ts'
import {
  breaksAfter,
  fails,
  hangs,
  hangsAfter,
  inTurn,
  limited,
  resets,
  type Script,
  start,
  stream,
  streams,
  word,
} from './testing/upstream.ts'

const LOGIN = 'sk-ant-oat01-made-up-login-that-is-nobodys'
const limits = {
  'anthropic-ratelimit-unified-status': 'allowed',
  'anthropic-ratelimit-unified-5h-utilization': '0.42',
  'anthropic-ratelimit-unified-5h-status': 'allowed',
  'anthropic-ratelimit-unified-7d-utilization': '0.1',
  'anthropic-organization-id': 'org-of-the-login',
}

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})

/** Anthropic itself does this for the login; its one key does what `key` says. The switch is on. */
const open = async (script: Script, more: Record<string, ProviderSpec> = {}, key: Script = streams(stream('key'))) => {
  house = await openHouse({ anthropic: { keys: { [LOGIN]: script, key } }, ...more }, { config: { login: true } })
  const upstreams = house.config.upstreams.map((way) =>
    way.id === 'anthropic' ? { ...way, provider: { ...way.provider, baseUrl: way.baseUrl } } : way,
  )
  house.config = { ...house.config, upstreams }
  // A login is no key: only the other one is in the pool.
  house.pool.reconcile(house.keys.filter(({ id }) => id === 'id-key'))
  return house
}
const headers = { authorization: `Bearer ${LOGIN}`, 'anthropic-beta': 'oauth-2025-04-20,claude-code-20250219' }
const json = { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' }

/** As Claude Code sends it that is signed in and has the token in its base URL. */
const send = (it: House, body: object = ask(), more: Record<string, string> = {}, path = '/v1/messages?beta=true') =>
  fetch(`${it.url}${prefixFor(TOKEN)}${path}`, {
    method: 'POST',
    headers: { ...json, ...headers, ...more },
    body: JSON.stringify(body),
  })
const seen = (it: House) => it.upstreams.anthropic?.seen ?? []

describe('a login of the client’s own', () => {
  it('goes to Anthropic with the request as it is, and its answer comes back as it is', async () => {
    const it = await open(streams(stream('x'), limits))
    const res = await send(it)
    expect([res.status, await res.text()]).toEqual([200, stream('x')])
    const [request] = seen(it)
    expect(request?.url).toBe('/v1/messages?beta=true')
    expect(request?.headers).toMatchObject(headers)
    expect(request?.headers['x-api-key']).toBeUndefined()
    expect(request?.body.toString()).toBe(JSON.stringify(ask()))
    // Its account's limits are the client's own to know.
    for (const [name, value] of Object.entries(limits)) expect(res.headers.get(name)).toBe(value)
  })

  it('is let in by the token in a header of its own, too', async () => {
    const it = await open(streams(stream('x')))
    const res = await it.post(ask(), { ...headers, 'x-api-key': '', 'x-cc-relay-token': TOKEN })
    expect(await res.text()).toBe(stream('x'))
    expect(Object.keys(seen(it)[0]?.headers ?? {})).not.toContain('x-cc-relay-token')
  })

  it('is passed on with a mapping or a model of the tray left alone', async () => {
    const it = await open(streams(stream('x')))
    const upstreams = it.config.upstreams.map((way) => ({ ...way, mapping: { sonnet: 'another' } }))
    it.config = { ...it.config, upstreams, choice: { provider: null, model: 'claude-opus-5' } }
    await send(it)
    expect(JSON.parse(seen(it)[0]?.body.toString() ?? '').model).toBe('claude-sonnet-5')
  })

  it('counts tokens as well', async () => {
    const it = await open(
      (res) => void res.writeHead(200, { 'content-type': 'application/json' }).end('{"input_tokens":7}'),
    )
    const res = await send(it, ask(), {}, '/v1/messages/count_tokens')
    expect(await res.json()).toEqual({ input_tokens: 7 })
    expect(seen(it)[0]?.headers.authorization).toBe(`Bearer ${LOGIN}`)
    expect(it.records).toEqual([])
  })

  it('takes nothing from the keys, and what happens to it is not theirs', async () => {
    const it = await open(
      inTurn(
        limited(3600),
        fails(401, 'authentication_error', 'no'),
        fails(500, 'api_error', 'no'),
        streams(stream('x')),
      ),
    )
    const before = JSON.stringify(it.pool.views())
    for (const status of [429, 401, 500, 200]) {
      const res = await send(it)
      expect(res.status).toBe(status)
      await res.text()
    }
    expect(JSON.stringify(it.pool.views())).toBe(before)
    expect(it.relay.circuit(it.config.upstreams[0]?.id as never).kind).toBe('closed')
    expect(await (await it.post()).text()).toBe(stream('key'))
  })

  it('is tried once: no key and no other provider answers for it', async () => {
    const it = await open(resets, { zai: { type: 'zai', keys: { z: streams(stream('zai')) } } })
    expect((await send(it)).status).toBe(502)
    expect(seen(it).map(({ key }) => key)).toEqual([LOGIN])
    expect(it.upstreams.zai?.seen).toEqual([])
  })

  it('a refusal comes back word for word, with its wait', async () => {
    const it = await open(limited(7200))
    const res = await send(it)
    expect([res.status, res.headers.get('retry-after')]).toEqual([429, '7200'])
    expect((await res.json()).request_id).toBe('req_up')
  })

  it('a stream that breaks ends with an error event', async () => {
    const it = await open(breaksAfter(start() + word('x')))
    expect(await (await send(it)).text()).toMatch(/event: error\n/)
    expect(it.ended()[0]).toMatchObject({ outcome: 'failed', attempts: [{ verdict: 'broken' }] })
  })

  it('a client that leaves ends it upstream', async () => {
    const it = await open(hangs)
    const leave = new AbortController()
    const left = fetch(`${it.url}${prefixFor(TOKEN)}/v1/messages`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(ask()),
      signal: leave.signal,
    }).catch(() => 'left')
    await expect.poll(() => seen(it).length).toBe(1)
    leave.abort()
    await seen(it)[0]?.closed
    expect(await left).toBe('left')
    await expect.poll(() => it.ended()[0]?.outcome).toBe('aborted')
  })

  it('a long silence is begun, and kept alive by pings', async () => {
    house = await openHouse(
      { anthropic: { keys: { [LOGIN]: hangsAfter('') } } },
      { config: { login: true }, timings: { earlyMs: 50, pingMs: 50 } },
    )
    const [way] = house.config.upstreams
    if (way)
      house.config = { ...house.config, upstreams: [{ ...way, provider: { ...way.provider, baseUrl: way.baseUrl } }] }
    const res = await send(house)
    const reader = res.body?.getReader()
    expect(String(Buffer.from((await reader?.read())?.value ?? []))).toContain('event: ping')
    await reader?.cancel()
  })
})

describe('what is shown of it', () => {
  it('its request, marked as such, with usage', async () => {
    const it = await open(streams(stream('x')))
    await (await send(it)).text()
    expect(it.ended()[0]).toMatchObject({
      login: true,
      path: '/v1/messages',
      outcome: 'ok',
      usage: { input: 25, output: 7 },
      attempts: [{ providerId: 'anthropic', keyId: null, label: 'Your Claude login', verdict: 'deliver' }],
    })
    expect(it.logged.at(-1)?.fields).toMatchObject({ login: true, key: null })
    await (await it.post()).text()
    expect(it.ended()[1]?.login).toBeUndefined()
  })

  it('its limits, as the last answer stated them', async () => {
    const it = await open(inTurn(streams(stream('x'), limits), streams(stream('x'))))
    expect(it.relay.login()).toBeNull()
    let told = 0
    it.relay.subscribe(() => (told += 1))
    await (await send(it)).text()
    expect(it.relay.login()).toMatchObject({
      status: 'allowed',
      windows: [{ name: '5h', utilization: 0.42 }, { name: '7d' }],
    })
    expect(told).toBeGreaterThan(0)
    // An answer that says nothing of them changes nothing.
    await (await send(it)).text()
    expect(it.relay.login()?.windows).toHaveLength(2)
  })

  it('never the login, and never the token of the path', async () => {
    const it = await open(inTurn(streams(stream('x'), limits), fails(401, 'authentication_error', 'no'), resets))
    for (let i = 0; i < 3; i += 1) await (await send(it)).text()
    await send(it, ask(), {}, '/v1/none')
    await fetch(`${it.url}/relais/${TOKEN}/v1/messages`, { headers })
    await fetch(`${it.url}${prefixFor(TOKEN)}`, { headers })
    const shown = JSON.stringify([it.logged, it.records, it.relay.login(), it.pool.save()])
    expect(shown).not.toContain('sk-ant-oat')
    expect(shown).not.toContain(TOKEN)
  })
})

describe('a login is refused, with the way out and no repeat', () => {
  const refused = async (it: House, body?: object) => {
    const res = await send(it, body)
    expect([res.status, res.headers.get('x-should-retry')]).toEqual([400, 'false'])
    const sent = Object.values(it.upstreams).flatMap((up) => up.seen)
    expect(sent).toEqual([])
    return (await res.json()).error.message
  }

  it('unless it is switched on', async () => {
    const it = await open(streams(stream('x')))
    it.config = { ...it.config, login: false }
    expect(await refused(it)).toContain('allow_subscription')
  })

  it('where another provider is chosen, in the tray or by name', async () => {
    const it = await open(streams(stream('x')), { zai: { type: 'zai', keys: { z: streams(stream('zai')) } } })
    expect(await refused(it, ask({ model: 'claude-via-zai/glm-5.3' }))).toContain('zai is chosen')
    it.config = { ...it.config, choice: { provider: it.config.upstreams[1]?.id ?? null, model: null } }
    expect(await refused(it)).toContain('zai is chosen')
  })

  it('for whoever speaks like Anthropic under another address', async () => {
    house = await openHouse({ anthropic: { keys: { [LOGIN]: streams(stream('x')) } } }, { config: { login: true } })
    expect(await refused(house)).toContain('Anthropic’s own address')
  })

  it('where Anthropic is switched off', async () => {
    const it = await open(streams(stream('x')))
    it.config = { ...it.config, upstreams: it.config.upstreams.map((way) => ({ ...way, enabled: false })) }
    await refused(it)
  })
})

describe('the token in a path', () => {
  it('does for every request, with keys as ever where there is no login', async () => {
    const it = await open(streams(stream('x')))
    const base = `${it.url}${prefixFor(TOKEN)}`
    expect((await fetch(base, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${base}/api/hello`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${base}/v1/models?limit=1`)).status).toBe(200)
    const res = await fetch(`${base}/v1/messages`, { method: 'POST', headers: json, body: JSON.stringify(ask()) })
    expect(await res.text()).toBe(stream('key'))
  })

  it('must be the right one', async () => {
    const it = await open(streams(stream('x')))
    for (const token of ['wrong', '%zz', `${TOKEN}x`, encodeURIComponent(`${TOKEN}/`)]) {
      const res = await fetch(`${it.url}/relay/${token}/v1/messages`, { method: 'POST', headers, body: '{}' })
      expect([res.status, res.headers.get('x-should-retry')]).toEqual([401, 'false'])
    }
    expect(seen(it)).toEqual([])
  })
})
