import { afterEach, describe, expect, it } from 'vitest'
import { ProfileEntry } from '../../src-shared/config/schema.ts'
import { ProviderId, SessionId } from '../../src-shared/domain/ids.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Holder } from './parts.ts'
import { ask, type House, type HouseOptions } from './testing/house.ts'
import { houses } from './testing/open.ts'
import { answers, hangsAfter, start, stop, stream, streams, word } from './testing/upstream.ts'

const open = houses(afterEach)
const well = streams(stream('x'))
const words = text.errors.session

const launch = (id: string, more: Partial<Extract<Holder, { kind: 'launch' }>> = {}): Holder => ({
  kind: 'launch',
  id: SessionId.parse(id),
  access: 'open',
  profile: null,
  ...more,
})
const profile = (name: string, more: object = {}): ProfileEntry => ProfileEntry.parse({ name, ...more })
const two = (config: HouseOptions['config']) =>
  open({ a: { keys: { one: well } }, b: { keys: { two: well } } }, { config: config ?? {} })
const as = (house: House, token: string, over: object = {}, headers: Record<string, string> = {}) =>
  house.post(ask(over), { 'x-api-key': token, ...headers })
const by = async (answer: Promise<Response>) => {
  const res = await answer
  await res.text()
  return res.headers.get('x-cc-relay-provider')
}
const no = async (answer: Promise<Response>) => {
  const res = await answer
  return [
    res.status,
    res.headers.get('x-should-retry'),
    ((await res.json()) as { error: { message: string } }).error.message,
  ]
}

describe('a profile', () => {
  it('sends each of two terminals to a provider of its own, whatever is chosen for the rest', async () => {
    const house = await two({
      choice: { provider: ProviderId.parse('a'), model: 'claude-opus-5' },
      profiles: [profile('first', { provider: 'a' }), profile('second', { provider: 'b' })],
    })
    Object.assign(house.holders, {
      one: launch('one', { profile: 'first' }),
      two: launch('two', { profile: 'second' }),
    })
    expect(await Promise.all([by(as(house, 'one')), by(as(house, 'two'))])).toEqual(['a', 'b'])
    expect(JSON.parse(String(house.upstreams.b?.seen[0]?.body)).model).toBe('claude-sonnet-5')
    expect(
      house
        .ended()
        .map((it) => it.launch)
        .sort(),
    ).toEqual(['one', 'two'])
    expect(house.ended().find(({ launch }) => launch === 'two')?.why).toContain('The profile second sends it there')
  })

  it('asks nobody but its provider, also where that one fails', async () => {
    const house = await open(
      { a: { keys: { one: well } }, b: { keys: { two: answers(500, {}) } } },
      { config: { profiles: [profile('only b', { provider: 'b' })] } },
    )
    house.holders.one = launch('one', { profile: 'only b' })
    expect((await as(house, 'one')).status).toBeGreaterThanOrEqual(500)
    expect(house.upstreams.a?.seen).toEqual([])
  })

  it.each([
    ['claude-opus-5', {}, 'for-opus'],
    ['claude-sonnet-5', {}, 'for-sonnet'],
    ['claude-haiku-4-5', {}, 'claude-haiku-4-5'],
    ['claude-fable-5', {}, 'for-opus'],
    ['claude-haiku-4-5', { 'x-claude-code-agent-id': 'a1' }, 'for-subagents'],
  ])('puts its own model in place of %s %j', async (model, headers, expected) => {
    const models = { opus: 'for-opus', sonnet: 'for-sonnet', subagent: 'for-subagents' }
    const house = await open(
      { a: { keys: { one: well }, change: { models: [] } } },
      { config: { profiles: [profile('mine', { models })] } },
    )
    house.holders.one = launch('one', { profile: 'mine' })
    await (await as(house, 'one', { model }, headers)).text()
    expect(JSON.parse(String(house.upstreams.a?.seen[0]?.body)).model).toBe(expected)
  })

  it('takes effect with the next request, also another one', async () => {
    const house = await two({ profiles: [profile('p', { provider: 'a' }), profile('q', { provider: 'b' })] })
    house.holders.one = launch('one', { profile: 'p' })
    expect(await by(as(house, 'one'))).toBe('a')
    house.holders.one = launch('one', { profile: 'q' })
    expect(await by(as(house, 'one'))).toBe('b')
    house.config = { ...house.config, profiles: [profile('q', { provider: 'a' })] }
    expect(await by(as(house, 'one'))).toBe('a')
  })

  it('lists the models of its provider only', async () => {
    const house = await open(
      { a: { keys: { one: well } }, z: { type: 'zai', keys: { two: well } } },
      { config: { profiles: [profile('z', { provider: 'z' })] } },
    )
    house.holders.one = launch('one', { profile: 'z' })
    const res = await fetch(`${house.url}/v1/models`, { headers: { 'x-api-key': 'one' } })
    const listed = ((await res.json()) as { data: { id: string }[] }).data.map(({ id }) => id)
    expect(listed.length).toBeGreaterThan(0)
    expect(listed.filter((id) => id.includes('sonnet'))).toEqual([])
  })
})

describe('a lasting refusal, in words the client shows', () => {
  it.each<[string, object[], string]>([
    ['of a profile that is gone', [], words.profileGone('p')],
    ['of one whose provider is gone', [{ provider: 'z' }], words.providerGone('p', 'z')],
    ['of one whose provider is off', [{ provider: 'off' }], words.providerOff('p', 'off')],
  ])('%s', async (_name, made, said) => {
    const house = await open(
      { a: { keys: { one: well } }, off: { keys: { two: well }, change: { enabled: false } } },
      { config: { profiles: made.map((more) => profile('p', more)) } },
    )
    house.holders.one = launch('one', { profile: 'p' })
    expect(await no(as(house, 'one'))).toEqual([400, 'false', said])
    expect(Object.values(house.upstreams).flatMap(({ seen }) => seen)).toEqual([])
  })

  it.each(['daily', 'total'] as const)('of one whose %s budget is spent', async (kind) => {
    const house = await two({ profiles: [profile('p')] })
    house.holders.one = launch('one', { profile: 'p' })
    house.usedUp = { kind, limit: 2_500_000 }
    const said = kind === 'daily' ? words.dailyUsedUp('p', '$2.50') : words.totalUsedUp('p', '$2.50')
    expect(await no(as(house, 'one'))).toEqual([400, 'false', said])
    expect((await house.post()).status).toBe(200)
  })
})

describe('a session', () => {
  it('that is paused is refused and told so, and its streams go on', async () => {
    let goOn: () => void = () => {}
    const house = await open({
      a: {
        all: async (res) => {
          res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start())
          await new Promise<void>((resolve) => (goOn = resolve))
          res.end(word('x') + stop())
        },
      },
    })
    house.holders.one = launch('one')
    const running = await as(house, 'one')
    house.holders.one = launch('one', { access: 'paused' })
    expect(await no(as(house, 'one'))).toEqual([503, 'false', words.paused])
    goOn()
    expect(await running.text()).toContain('message_stop')
  })

  it('that is ended while it waits for a place never gets one', async () => {
    let release: () => void = () => {}
    const house = await open(
      {
        a: {
          all: async (res) => {
            await new Promise<void>((resolve) => (release = resolve))
            res.writeHead(200, { 'content-type': 'text/event-stream' }).end(stream('x'))
          },
        },
      },
      { config: { maxConcurrent: 1 } },
    )
    let came = false
    Object.defineProperty(house.holders, 'one', {
      get() {
        came = true
        return launch('one')
      },
    })
    const first = house.post()
    await expect.poll(() => house.upstreams.a?.seen.length).toBe(1)
    const waiting = as(house, 'one')
    await expect.poll(() => came).toBe(true)
    house.relay.cut(SessionId.parse('one'))
    expect(await no(waiting)).toEqual([400, 'false', text.errors.gate.sessionEnded])
    release()
    expect((await first).status).toBe(200)
    expect(house.upstreams.a?.seen).toHaveLength(1)
  })

  it('that is ended has its last words inside the stream, and nobody else is touched', async () => {
    const house = await open({ a: { all: hangsAfter(start()) } })
    Object.assign(house.holders, { one: launch('one'), two: launch('two') })
    const [mine, other] = await Promise.all([as(house, 'one'), as(house, 'two')])
    house.relay.cut(SessionId.parse('one'))
    const last = await mine.text()
    expect(last).toContain('event: error')
    expect(last).toContain(text.errors.gate.sessionEnded)
    await expect.poll(() => house.ended().map((it) => [it.launch, it.outcome])).toEqual([['one', 'aborted']])
    await other.body?.cancel()
  })
})
