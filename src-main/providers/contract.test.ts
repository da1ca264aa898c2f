import type { RequestListener } from 'node:http'
import { Agent, request } from 'undici'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { rows, zaiKey } from '../../playground/contract.ts'
import { type Act, dies, errorFirst, html, limited, outOfCredit, overloaded } from '../../playground/script.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { NoPass } from './passes.ts'
import type { Draft, HeaderOf, Probe, Verdict } from './provider.ts'
import { providers } from './registry.ts'
import { listening, passesHere, textIn } from './testing/here.ts'

const dispatcher = new Agent()
const passes = passesHere()
const stops: (() => Promise<unknown>)[] = []
const listen = listening(stops)
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})
afterAll(() => dispatcher.close())

const drip: RequestListener = (_req, res) => {
  const timer = setInterval(() => res.write(' '), 5)
  res.on('close', () => clearInterval(timer))
}

describe.each(rows)('$type', (row) => {
  const provider = providers[row.type]

  async function start() {
    const it = await row.start()
    stops.push(it.stop)
    return { ...it, secret: it.secret ?? row.secret }
  }

  /** A key that is good at its own twin. */
  const goodOne = async () => row.secret || (await start()).secret

  const probe = (baseUrl: string, secret: string | null, timeoutMs = 5000): Probe => ({
    baseUrl,
    secret,
    model: row.model,
    dispatcher,
    passes,
    timeoutMs,
    now: () => performance.now(),
  })

  async function send(baseUrl: string, secret: string | null, body: object = {}, path = '/v1/messages?beta=true') {
    const draft: Draft = {
      path,
      headers: {
        'content-type': 'application/json',
        'anthropic-version': '2023-06-01',
        'anthropic-beta': 'claude-code-20250219',
      },
      body: Buffer.from(
        JSON.stringify({
          model: row.model,
          max_tokens: 2000,
          messages: [{ role: 'user', content: 'hello' }],
          tools: [{ name: 'Write', input_schema: { type: 'object' } }],
          ...body,
        }),
      ),
    }
    provider.prepare(draft)
    try {
      Object.assign(draft.headers, await provider.authorize(secret, { ...draft, method: 'POST', baseUrl, passes }))
    } catch (error) {
      if (!(error instanceof NoPass && error.refused)) throw error
      const verdict: Verdict = { kind: 'refused', said: error.message }
      return { status: 0, header: () => undefined, text: '', verdict }
    }
    const reply = await request(baseUrl + draft.path, {
      method: 'POST',
      headers: draft.headers,
      body: draft.body,
      dispatcher,
    })
    const header: HeaderOf = (name) => [reply.headers[name]].flat()[0]
    const come = reply.statusCode < 300 ? draft.translate?.(header('content-type') ?? '', reply.body) : undefined
    const text = await textIn(come?.body ?? reply.body).catch(() => 'broken off')
    return { status: reply.statusCode, header, text, verdict: provider.classify(reply.statusCode, header, text) }
  }

  async function acted(act: Act): Promise<Verdict> {
    const it = await start()
    it.twin?.next(act)
    return (await send(it.baseUrl, it.secret)).verdict
  }

  it('answers, in one piece', async () => {
    const it = await start()
    const reply = await send(it.baseUrl, it.secret)
    expect(reply).toMatchObject({ status: 200, verdict: { kind: 'deliver' } })
    expect(JSON.parse(reply.text)).toMatchObject({ type: 'message', role: 'assistant', stop_reason: 'end_turn' })
  })

  it('answers as a stream of events, from start to stop', async () => {
    const it = await start()
    const reply = await send(it.baseUrl, it.secret, { stream: true })
    expect(reply).toMatchObject({ status: 200, verdict: { kind: 'deliver' } })
    const events = [...reply.text.matchAll(/^data: \{"type":"(\w+)"/gm)].map(([, name]) => name)
    expect(events[0]).toBe('message_start')
    expect(events.at(-1)).toBe('message_stop')
  })

  const costs = row.type === 'practice' ? 'free' : presets[row.type].test

  it('accepts a good key, and spends no token on it unless its preset says so', async () => {
    const it = await start()
    const test = await provider.test(probe(it.baseUrl, it.secret))
    expect(test).toMatchObject({ verdict: 'accepted', organization: row.organization, models: row.lists ?? 0 })
    // What was turned down is in the log too, and was not billed.
    const billed = (it.twin?.log ?? []).filter((entry) => entry.usage !== null)
    if (costs === 'free') expect(billed).toEqual([])
    else expect(billed.every(({ output }) => output <= 1)).toBe(true)
  })

  it('lists what its server serves, or says that it cannot', async () => {
    const it = await start()
    const listing = await provider.list(probe(it.baseUrl, it.secret))
    if (row.lists === null) expect(listing).toMatchObject({ ok: false, reason: expect.stringMatching(/\.$/) })
    else if (listing.ok) expect(listing.models).toHaveLength(row.lists)
    else expect(listing).toBeNull()
    expect(it.twin?.log ?? []).toEqual([])
  })

  it('reads what the account page says, where there is one', async () => {
    const it = await start()
    const answer = await provider.account?.(probe(it.baseUrl, it.secret))
    const told = answer?.ok
      ? { windows: answer.account.windows.map(({ name }) => name), balance: answer.account.balance?.amount ?? null }
      : answer
    expect(told).toEqual(row.account)
    if (row.type !== 'practice') expect(presets[row.type].account !== null).toBe(row.account !== undefined)
    expect(it.twin?.log ?? []).toEqual([])
  })

  it('does not count a connection that fails against the key', async () => {
    const it = await row.start()
    await it.stop()
    expect(await provider.test(probe(it.baseUrl, it.secret ?? row.secret))).toMatchObject({ verdict: 'unreachable' })
  })

  it.each([
    ['says nothing', () => {}],
    ['sends headers and no more', (_req, res) => void res.writeHead(200).flushHeaders()],
    ['drips without end', drip],
  ] satisfies [string, RequestListener][])('gives up on a server that %s', async (_title, listener) => {
    const baseUrl = await listen(listener)
    const test = await provider.test(probe(baseUrl, await goodOne(), 150))
    expect(test).toEqual({ verdict: 'unreachable', reason: `${provider.name} did not answer in time.` })
  })

  it('never follows a redirect with the key', async () => {
    const visited: string[] = []
    const trap = await listen((req, res) => {
      visited.push(req.url ?? '')
      res.end('{}')
    })
    const baseUrl = await listen((_req, res) => res.writeHead(302, { location: trap }).end())
    expect(await provider.test(probe(baseUrl, await goodOne()))).toMatchObject({ verdict: 'unreachable' })
    expect(visited).toEqual([])
  })

  it.each([
    ['an empty answer', 200, ''],
    ['a web page', 200, '<html><body>Welcome</body></html>'],
    ['another kind of server', 200, '{"hello":"world"}'],
    ['no such path', 404, '404 page not found'],
    ['a broken server', 500, '{"error":'],
    ['two megabytes of nothing', 200, ' '.repeat(2_000_000)],
  ])('is not fooled by %s', async (_title, status, body) => {
    const baseUrl = await listen((_req, res) => res.writeHead(status).end(body))
    expect(await provider.test(probe(baseUrl, await goodOne()))).toMatchObject({ verdict: 'unreachable' })
  })

  if (row.secret !== null) {
    it('refuses a key that is not known, here and in traffic', async () => {
      const it = await start()
      const wrong = it.wrong ?? `${it.secret}x`
      expect(await provider.test(probe(it.baseUrl, wrong))).toMatchObject({ verdict: 'refused' })
      expect((await send(it.baseUrl, wrong)).verdict).toMatchObject({ kind: 'refused' })
      if (provider.account) expect(await provider.account(probe(it.baseUrl, wrong))).toMatchObject({ ok: false })
    })

    it('never repeats the key, whatever a server echoes', async () => {
      const secret = (await goodOne()) || 'sk-practice-echoed'
      const said = JSON.stringify({
        error: { type: 'x', message: `${secret} is bad, "${secret}"`, code: secret },
        msg: secret,
      })
      for (const status of [200, 400, 401, 403, 500]) {
        const baseUrl = await listen((_req, res) => res.writeHead(status, { 'x-echo': secret }).end(said))
        expect(JSON.stringify(await provider.test(probe(baseUrl, secret)))).not.toContain(secret)
      }
    })
  }

  if (row.type !== 'practice') {
    it('reads a limit in its own words', async () => {
      expect(await acted(limited(7, 'itpm', 30_000))).toMatchObject(row.limited)
    })

    it('tells an overload from a limit', async () => {
      expect(await acted(overloaded())).toMatchObject(row.overloaded ?? { kind: 'overloaded' })
    })

    it('tells an empty purse from a limit', async () => {
      expect(await acted(outOfCredit())).toMatchObject({ kind: 'spent', until: null })
    })

    it('takes a gateway’s page for a broken server', async () => {
      expect((await acted(html(502))).kind).toBe('broken')
    })

    it('reads an error that comes as a stream’s first event', async () => {
      const it = await start()
      it.twin?.next(errorFirst('overloaded_error'))
      expect((await send(it.baseUrl, it.secret, { stream: true })).verdict.kind).toBe('overloaded')
    })

    it('knows a model that is not there', async () => {
      const it = await start()
      expect((await send(it.baseUrl, it.secret, { model: 'no-such-model' })).verdict.kind).toBe('no_model')
    })

    it('passes the client’s own mistakes on', async () => {
      const it = await start()
      expect((await send(it.baseUrl, it.secret, { messages: [] })).verdict.kind).toBe('deliver')
    })

    it('says truly whether it counts tokens', async () => {
      const it = await start()
      const reply = await send(it.baseUrl, it.secret, {}, '/v1/messages/count_tokens?beta=true')
      expect(/"input_tokens":\d/.test(reply.text)).toBe(provider.countsTokens)
    })
  }

  if (row.type === 'anthropic' || row.type === 'zai')
    it('sees a key die', async () => {
      const it = await start()
      it.twin?.forKey('one', dies(), 1)
      expect((await send(it.baseUrl, it.secret)).verdict.kind).toBe('refused')
      expect((await send(it.baseUrl, it.secret)).verdict.kind).toBe('refused')
      expect(await provider.test(probe(it.baseUrl, it.secret))).toMatchObject({ verdict: 'refused' })
    })

  if (row.organization !== null)
    it('learns limits and whose they are from any answer', async () => {
      const it = await start()
      const { header } = await send(it.baseUrl, it.secret)
      const seen = provider.readLimits(header)
      expect(seen?.domain).toContain(row.organization)
      expect(Object.keys(seen?.windows ?? {}).sort()).toEqual(row.limits ?? ['itpm', 'otpm', 'rpm'])
    })
  else if (row.limits)
    it('learns the limits that its headers tell, and no others', async () => {
      const it = await start()
      const seen = provider.readLimits((await send(it.baseUrl, it.secret)).header)
      expect(seen?.domain).toBeUndefined()
      expect(Object.keys(seen?.windows ?? {}).sort()).toEqual(row.limits)
    })
  else
    it('invents no limits', async () => {
      const it = await start()
      expect(provider.readLimits((await send(it.baseUrl, it.secret)).header)).toBeNull()
    })
})

it('a sign-in token and an Admin key are refused without being sent anywhere', async () => {
  const visited: string[] = []
  const baseUrl = await listen((req, res) => {
    visited.push(req.url ?? '')
    res.end()
  })
  for (const secret of ['sk-ant-oat01-aaaaaaaaaaaaaaaa', 'sk-ant-admin01-aaaaaaaaaaaaaaaa']) {
    const test = await providers.anthropic.test({ baseUrl, secret, dispatcher, passes, timeoutMs: 1000, now: () => 0 })
    expect(test.verdict).toBe('refused')
  }
  expect(visited).toEqual([])
})

it('a key that Z.AI’s quota page does not know may still be a good one', async () => {
  const baseUrl = await listen((req, res) => {
    if (req.url?.startsWith('/api/monitor'))
      return res.end('{"code":401,"msg":"token expired or incorrect","success":false}')
    return res.end('{"object":"list","data":[{"id":"glm-5.3"},{"id":"glm-4.7"}]}')
  })
  const probe = {
    baseUrl: `${baseUrl}/api/anthropic`,
    secret: zaiKey,
    dispatcher,
    passes,
    timeoutMs: 1000,
    now: () => 0,
  }
  expect(await providers.zai.test(probe)).toMatchObject({ verdict: 'accepted', models: 2 })
})
