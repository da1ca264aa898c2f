import { Agent, request } from 'undici'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { practice } from '../providers/practice.ts'
import { type Practice, startPractice } from './start-practice.ts'

const dispatcher = new Agent()
afterAll(() => dispatcher.close())

const running: Practice[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((it) => it.stop()))
})

async function start(clock = { now: () => 1_000_000 }): Promise<Practice> {
  const it = await startPractice({ clock, paceMs: 0 })
  running.push(it)
  return it
}

async function ask(it: Practice, which: number, body: object) {
  const reply = await request(`${it.baseUrl}/v1/messages?beta=true`, {
    method: 'POST',
    headers: { 'x-api-key': it.keys[which]?.secret ?? '', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-opus-5', max_tokens: 1000, ...body }),
    dispatcher,
  })
  return { status: reply.statusCode, headers: reply.headers, text: await reply.body.text() }
}

const hello = { messages: [{ role: 'user', content: 'hello' }] }

describe('startPractice', () => {
  it('has three keys that the practice provider knows as its own', async () => {
    const it = await start()
    expect(it.keys.map((key) => key.label)).toEqual(['practice a', 'practice b', 'practice c'])
    for (const key of it.keys) expect(practice.recognises(key.secret)).toBe(true)
  })

  it('marks what it says as practice, streamed and whole', async () => {
    const it = await start()
    expect((await ask(it, 0, hello)).text).toContain('Practice answer: no model was asked')
    expect((await ask(it, 0, { ...hello, stream: true })).text).toContain('"text":"Practice"')
  })

  it('limits, says for how long, and recovers by itself', async () => {
    let now = 5_000
    const it = await start({ now: () => now })
    for (let i = 0; i < 5; i += 1) expect((await ask(it, 0, hello)).status).toBe(200)
    const refusal = await ask(it, 0, hello)
    expect(refusal.status).toBe(429)
    expect(refusal.headers['retry-after']).toBe('12')
    const verdict = practice.classify(429, (name) => String(refusal.headers[name] ?? ''), refusal.text)
    expect(verdict).toMatchObject({ kind: 'rate_limited', dimension: 'rpm', waitMs: 12_000 })
    now += 12_000
    expect((await ask(it, 0, hello)).status).toBe(200)
  })

  it('lets a and b share an organization, and c have its own', async () => {
    const it = await start()
    for (let i = 0; i < 5; i += 1) await ask(it, 0, hello)
    expect((await ask(it, 1, hello)).status).toBe(429)
    expect((await ask(it, 2, hello)).status).toBe(200)
    const domains = await Promise.all(
      [0, 1, 2].map(async (i) => (await ask(it, i, hello)).headers['anthropic-organization-id']),
    )
    expect(domains[0]).toBe(domains[1])
    expect(domains[2]).not.toBe(domains[0])
  })

  it('takes no other key', async () => {
    const it = await start()
    const other = await start()
    const reply = await ask({ ...it, keys: other.keys }, 0, hello)
    expect(reply.status).toBe(401)
  })

  it('is gone once stopped', async () => {
    const it = await startPractice({ clock: { now: () => 0 }, paceMs: 0 })
    await it.stop()
    await expect(ask(it, 0, hello)).rejects.toThrow()
  })
})
