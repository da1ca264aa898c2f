import { afterEach, describe, expect, it } from 'vitest'
import type { RoutingStrategyName } from '../../src-shared/config/schema.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { ask, type House, openHouse, type ProviderSpec, TOKEN } from './testing/house.ts'
import { answers, fails, hangs, limited, type Script, start, stop, stream, streams, word } from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const well = streams(stream('x'))
const three = (change: (name: string) => ProviderSpec['change'] = () => ({})): Record<string, ProviderSpec> =>
  Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [name, { keys: { [`key-${name}`]: well }, change: change(name) ?? {} }]),
  )
const by = async (it: House, body: object = ask(), headers: Record<string, string> = {}) => {
  const res = await it.post(body, headers)
  await res.text()
  return res.headers.get('x-cc-relay-provider')
}
const open = async (strategy: RoutingStrategyName, specs = three(), config: Partial<House['config']> = {}) => {
  house = await openHouse(specs, { config: { strategy, ...config } })
  return house
}
const run = async (it: House, times: number) => {
  const firsts: (string | null)[] = []
  for (let i = 0; i < times; i += 1) firsts.push(await by(it))
  return firsts.join('')
}

describe('over real requests', () => {
  it('failover goes by the providers’ own priority', async () => {
    expect(
      await run(
        await open(
          'failover',
          three((name) => ({ priority: name === 'c' ? 2 : 1 })),
        ),
        2,
      ),
    ).toBe('cc')
  })

  it('weighted turns keep their shares', async () => {
    const it = await open(
      'weighted_round_robin',
      three((name) => ({ weight: name === 'a' ? 5 : 1 })),
    )
    expect(await run(it, 7)).toBe('aabacaa')
  })

  it('shuffle deals everybody once', async () => {
    const dealt = await run(await open('shuffle'), 6)
    expect([dealt.slice(0, 3), dealt.slice(3)].map((deal) => [...deal].sort().join(''))).toEqual(['abc', 'abc'])
  })

  it('the least busy is who has fewest streams open, and an ended one counts no more', async () => {
    const ends: (() => void)[] = []
    const held: Script = async (res) => {
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start() + word('x'))
      await new Promise<void>((resolve) => ends.push(resolve))
      res.end(stop())
    }
    const it = await open('least_loaded', { a: { keys: { one: held } }, b: { keys: { two: held } } })
    const streamsOpen: Response[] = []
    for (let i = 0; i < 4; i += 1) streamsOpen.push(await it.post())
    expect(streamsOpen.map((res) => res.headers.get('x-cc-relay-provider')).join('')).toBe('abab')
    ends[1]?.()
    await streamsOpen[1]?.text()
    const next = await it.post()
    expect(next.headers.get('x-cc-relay-provider')).toBe('b')
    for (const end of ends) end()
    for (const res of [...streamsOpen, next]) if (!res.bodyUsed) await res.text()
    const running = async () => {
      const status = await fetch(`${it.url}/status`, { headers: { 'x-api-key': TOKEN } })
      const { providers } = (await status.json()) as { providers: { running: number }[] }
      return providers.map((provider) => provider.running)
    }
    await expect.poll(running).toEqual([0, 0])
  })

  it('by model goes where the rules say, and elsewhere when that one cannot', async () => {
    const rules = { byPrefix: { 'claude-opus': ProviderId.parse('c') }, fallback: ProviderId.parse('b') }
    const it = await open(
      'model_based',
      { ...three(), c: { keys: { bad: fails(401, 'authentication_error', 'no') } } },
      { rules },
    )
    expect(await by(it)).toBe('b')
    expect(await by(it, ask({ model: 'claude-opus-5' }))).toBe('b')
    expect(it.upstreams.c?.seen).toHaveLength(1)
  })

  it('cost goes to the cheaper model', async () => {
    const zai: ProviderSpec = { type: 'zai', keys: { two: well }, change: { mapping: { sonnet: 'glm-5.1' } } }
    const it = await open('cost', { a: { keys: { one: well } }, zai })
    expect(await by(it, ask({ model: 'claude-sonnet-5-5' }))).toBe('zai')
    expect(it.ended()[0]?.why).toContain('cheapest')
  })

  it('cost counts what the session has in a provider’s prompt cache, as long as it is there', async () => {
    const cached = {
      input_tokens: 10,
      output_tokens: 1,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 90_000,
    }
    const warm = answers(200, { type: 'message', model: 'm', content: [], usage: cached })
    const zai: ProviderSpec = { type: 'zai', keys: { two: well }, change: { mapping: { sonnet: 'glm-5.1' } } }
    const it = await open('cost', { a: { keys: { one: warm } }, zai })
    const long = ask({ model: 'claude-sonnet-5-5', stream: false, system: 'x'.repeat(300_000) })
    const session = { 'x-claude-code-session-id': 's' }
    expect(await by(it, long, session)).toBe('zai')
    const chosen = { provider: ProviderId.parse('a'), model: null }
    it.config = { ...it.config, choice: chosen }
    expect(await by(it, long, session)).toBe('a')
    it.config = { ...it.config, choice: { provider: null, model: null } }
    expect(await by(it, long, session)).toBe('a')
    expect(await by(it, long, { 'x-claude-code-session-id': 'another' })).toBe('zai')
  })

  it('latency finds the quicker one by trying both', async () => {
    const beginsAfter =
      (ms: number): Script =>
      (res, seen) =>
        void setTimeout(() => well(res, seen), ms)
    const it = await open('latency', {
      slow: { keys: { one: beginsAfter(80) } },
      quick: { keys: { two: beginsAfter(1) } },
    })
    const firsts = [await by(it), await by(it), await by(it), await by(it)]
    expect(new Set(firsts.slice(0, 2))).toEqual(new Set(['slow', 'quick']))
    expect(firsts.slice(2)).toEqual(['quick', 'quick'])
  })

  it('a session stays where it was answered, and no load is left when everything is over', async () => {
    const it = await open('least_loaded')
    const session = { 'x-claude-code-session-id': 's1' }
    const first = await by(it, ask(), session)
    for (let i = 0; i < 3; i += 1) expect(await by(it, ask(), session)).toBe(first)
  })
})

describe('failover_timeout', () => {
  it('begins no further attempt once it is over, with the same words as ever', async () => {
    const dead = { keys: { one: fails(500, 'api_error', 'Internal server error') } }
    const it = await open('failover', { a: dead, b: { keys: { two: well } } }, { failoverMs: 0 })
    const res = await it.post()
    expect(res.status).toBe(500)
    expect(await res.text()).toContain('Internal server error')
    expect(it.upstreams.b?.seen).toHaveLength(0)
  })

  it('leaves a living stream alone, and a first attempt that takes its time', async () => {
    const slow: Script = async (res) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start() + word('one'))
      await new Promise((resolve) => setTimeout(resolve, 30))
      res.end(word('two') + stop())
    }
    const it = await open('failover', { a: { keys: { one: slow } } }, { failoverMs: 1 })
    expect(await (await it.post()).text()).toContain('two')
  })

  it('is not used up by keys that are refused at once', async () => {
    const it = await open('failover', { a: { keys: { one: limited(30), two: well } } }, { failoverMs: 60_000 })
    expect((await it.post()).status).toBe(200)
  })

  it('counts silence: who was waited for too long has used it up', async () => {
    house = await openHouse(
      { a: { keys: { one: hangs } }, b: { keys: { two: well } } },
      { config: { failoverMs: 20 }, timings: { elsewhereMs: 40 } },
    )
    expect((await house.post()).status).toBe(504)
    expect(house.upstreams.b?.seen).toHaveLength(0)
  })
})

describe('routing.debug', () => {
  it('tells strategy and health on the answer, and else does not', async () => {
    const it = await open('shuffle', three(), { debug: true })
    const told = (await it.post()).headers
    expect([told.get('x-cc-relay-strategy'), told.get('x-cc-relay-health')]).toEqual(['shuffle', 'closed'])
    it.config = { ...it.config, debug: false }
    const untold = (await it.post()).headers
    expect([untold.get('x-cc-relay-strategy'), untold.get('x-cc-relay-health')]).toEqual([null, null])
  })
})

describe('a request with an image', () => {
  const picture = ask({
    messages: [
      { role: 'user', content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } }] },
    ],
  })

  it('does not fail over to a model that cannot see, and the reason is kept', async () => {
    const it = await open('failover', {
      a: { keys: { one: fails(529, 'overloaded_error', 'Overloaded') } },
      zai: { type: 'zai', keys: { two: well } },
    })
    expect((await it.post(picture)).status).toBe(529)
    expect(it.upstreams.zai?.seen).toHaveLength(0)
    expect(it.ended()[0]?.passedOver).toContainEqual(
      expect.objectContaining({ providerId: 'zai', because: 'Its model cannot see images.' }),
    )
    expect(await by(it)).toBe('zai')
  })
})
