import { afterEach, describe, expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { usualRules } from '../circuit/circuit.ts'
import { ask, type House, openHouse } from './testing/house.ts'
import { answers, event, fails, resets, type Script, start, stop, stream, streams, word } from './testing/upstream.ts'

let house: House | null = null
afterEach(async () => {
  await house?.stop()
  house = null
})
const well = streams(stream('x'))
const a = ProviderId.parse('a')
const quick = { ...usualRules, breakAfter: 2, restMs: 60_000 }
const kind = (it: House) => it.relay.circuit(a).kind
const by = async (it: House, body: object = ask()) => {
  const res = await it.post(body)
  await res.text()
  return res.headers.get('x-cc-relay-provider')
}

/** An upstream with a switch: gone, failing, or well. */
function moody() {
  const mood = { now: 'gone' as 'gone' | 'failing' | 'well' }
  const script: Script = (res, seen) => {
    if (mood.now === 'gone') return resets(res, seen)
    if (seen.method === 'GET') return answers(404, 'nothing here')(res, seen)
    return mood.now === 'failing' ? fails(500, 'api_error', 'Internal')(res, seen) : well(res, seen)
  }
  return { mood, spec: { all: script, keys: { one: script } } }
}

async function broken(change: Partial<House['config']>, mood: 'gone' | 'failing' = 'gone') {
  const upstream = moody()
  upstream.mood.now = mood
  const it = await openHouse(
    { a: upstream.spec, b: { keys: { two: well } } },
    { config: { circuit: quick, ...change } },
  )
  house = it
  await by(it)
  await by(it)
  expect(kind(it)).toBe('open')
  return { it, mood: upstream.mood }
}

describe('a provider that is left alone', () => {
  it('comes back by itself once its server can be reached, without a key and without a request of the user’s', async () => {
    const { it, mood } = await broken({ healthMs: 5 })
    mood.now = 'well'
    await expect.poll(() => kind(it)).toBe('closed')
    const asked = it.upstreams.a?.seen.filter((seen) => seen.method === 'GET')
    expect(asked?.length).toBeGreaterThan(0)
    for (const seen of asked ?? []) {
      expect([seen.key, seen.body.length]).toEqual([null, 0])
      expect(seen.headers.authorization).toBeUndefined()
    }
    expect(await by(it)).toBe('a')
    expect(it.ended().at(-1)?.why).toContain('answers again')
  })

  it('that fails its requests is not called back by a bare question while its rest lasts', async () => {
    const { it } = await broken({ healthMs: 5 }, 'failing')
    await expect.poll(() => it.upstreams.a?.seen.filter((seen) => seen.method === 'GET').length).toBeGreaterThan(2)
    expect(kind(it)).toBe('open')
  })

  it('is not asked where the user does not want it', async () => {
    const { it, mood } = await broken({ healthMs: null })
    mood.now = 'well'
    await by(it)
    expect(it.upstreams.a?.seen.some((seen) => seen.method === 'GET')).toBe(false)
    expect(kind(it)).toBe('open')
    it.config = { ...it.config, healthMs: 5 }
    await expect.poll(() => kind(it), { timeout: 5_000 }).toBe('closed')
  })

  it('is told to the user once when it is left alone and once when it is back, and to the log', async () => {
    const { it, mood } = await broken({ healthMs: 5 })
    await by(it)
    mood.now = 'well'
    await expect.poll(() => kind(it)).toBe('closed')
    expect(it.notices.map(({ tone, text }) => [tone, text.slice(0, 15)])).toEqual([
      ['warn', 'a is left alone'],
      ['info', 'a answers again'],
    ])
    const told = it.logged.filter(({ message }) => /left alone|answers again/.test(message))
    expect(told.filter(({ level }) => level !== 'debug').map(({ level, fields }) => [level, fields.provider])).toEqual([
      ['warn', 'a'],
      ['info', 'a'],
    ])
  })

  it('speaks TLS with its server where the address says https', async () => {
    const { it } = await broken({ healthMs: null })
    const plain = it.config.upstreams[0]
    if (!plain) throw new Error('no upstream')
    const encrypted = { ...plain, baseUrl: plain.baseUrl.replace('http:', 'https:') }
    it.config = { ...it.config, upstreams: [encrypted] }
    expect(await it.relay.retryCircuit(a)).toEqual({ ok: false, cause: 'tls' })
  })
})

describe('try now', () => {
  it('ends the rest of a provider that can be reached', async () => {
    const { it, mood } = await broken({ healthMs: null }, 'failing')
    mood.now = 'well'
    expect(await it.relay.retryCircuit(a)).toEqual({ ok: true, status: 404 })
    expect(kind(it)).toBe('closed')
    expect(await by(it)).toBe('a')
  })

  it('says why where it cannot be reached', async () => {
    const { it } = await broken({ healthMs: null })
    expect(await it.relay.retryCircuit(a)).toEqual({ ok: false, cause: 'reset' })
    expect(kind(it)).toBe('open')
  })
})

describe('a provider that is back', () => {
  it('gets one request at first, and the others go on elsewhere', async () => {
    let goOn: () => void = () => {}
    const slow: Script = async (res) => {
      const block = event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } })
      res.writeHead(200, { 'content-type': 'text/event-stream' }).write(start() + block)
      await new Promise<void>((resolve) => {
        goOn = resolve
      })
      res.end(word('late') + stop())
    }
    let script: Script = resets
    const it = await openHouse(
      { a: { all: (res, seen) => script(res, seen), keys: { one: resets } }, b: { keys: { two: well } } },
      { config: { circuit: quick } },
    )
    house = it
    await by(it)
    await by(it)
    script = answers(404, '')
    await it.relay.retryCircuit(a)
    script = slow
    const first = await it.post()
    expect(first.headers.get('x-cc-relay-provider')).toBe('a')
    expect(await by(it)).toBe('b')
    expect(it.ended().at(-1)?.passedOver[0]?.because).toContain('little by little')
    goOn()
    expect(await first.text()).toContain('late')
    await expect.poll(() => it.ended().length).toBe(4)
    script = well
    expect(await by(it)).toBe('a')
  })
})
