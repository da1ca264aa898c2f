import { Agent, request } from 'undici'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Act } from './script.ts'
import * as script from './script.ts'
import type { Twin } from './twin.ts'
import { startAnthropic } from './twin-anthropic.ts'

const dispatcher = new Agent()
afterAll(() => dispatcher.close())

let twin: Twin
beforeEach(async () => {
  twin = await startAnthropic({
    keys: [
      { secret: 'k1', name: 'one' },
      { secret: 'k2', name: 'two' },
    ],
  })
})
afterEach(() => twin.stop())

type Got = { status: number | null; headers: Record<string, unknown>; text: string; broke: boolean }

/** Sends one message and takes whatever comes, up to the break. */
async function ask(body: object = {}, secret = 'k1', signal?: AbortSignal): Promise<Got> {
  const got: Got = { status: null, headers: {}, text: '', broke: false }
  try {
    const reply = await request(`${twin.baseUrl}/v1/messages`, {
      method: 'POST',
      headers: { 'x-api-key': secret, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'claude-opus-5',
        max_tokens: 5000,
        stream: true,
        messages: [{ role: 'user', content: 'words: 40' }],
        ...body,
      }),
      dispatcher,
      ...(signal ? { signal } : {}),
    })
    got.status = reply.statusCode
    got.headers = reply.headers
    for await (const part of reply.body) got.text += String(part)
  } catch {
    got.broke = true
  }
  return got
}

const scripted = (act: Act, body: object = {}) => {
  twin.next(act)
  return ask(body)
}

describe('in place of an answer', () => {
  it('limited', async () => {
    const got = await scripted(script.limited(30, 'itpm', 40_000))
    expect(got).toMatchObject({ status: 429, headers: { 'retry-after': '30', 'x-should-retry': 'true' } })
    expect(got.text).toContain('40,000 input tokens per minute')
    expect(twin.log[0]).toMatchObject({ act: 'limited(30)', exceeded: null, output: 0 })
  })

  it('limited without a wait', async () => {
    expect((await scripted(script.limited(null))).headers).not.toHaveProperty('retry-after')
  })

  it.each([
    ['overloaded', script.overloaded(), 529],
    ['outOfCredit', script.outOfCredit(), 400],
    ['status', script.status(418, 'teapot'), 418],
    ['html', script.html(502), 502],
  ])('%s', async (_name, act, status) => {
    expect((await scripted(act)).status).toBe(status)
  })

  it('resetsBeforeHeaders', async () => {
    expect(await scripted(script.resetsBeforeHeaders())).toMatchObject({ status: null, broke: true })
    expect(twin.log[0]).toMatchObject({ ended: 'cut', output: 0 })
  })

  it('dies, one key alone, until healed', async () => {
    twin.forKey('one', script.dies())
    expect((await ask({}, 'k1')).status).toBe(401)
    expect((await ask({}, 'k1')).status).toBe(401)
    expect((await ask({}, 'k2')).status).toBe(200)
    twin.heal()
    expect((await ask({}, 'k1')).status).toBe(200)
  })
})

describe('with an answer', () => {
  it('resetsAfterHeaders', async () => {
    expect(await scripted(script.resetsAfterHeaders())).toMatchObject({ status: 200, text: '', broke: true })
  })

  it('errorFirst', async () => {
    const got = await scripted(script.errorFirst('api_error', 'no'))
    expect(got).toMatchObject({ status: 200, broke: false })
    expect(got.text).toBe('event: error\ndata: {"type":"error","error":{"type":"api_error","message":"no"}}\n\n')
  })

  it('errorMidText', async () => {
    const got = await scripted(script.errorMidText())
    expect(got.text).toMatch(/text_delta[\s\S]*event: error/)
    expect(got.text).not.toContain('message_stop')
  })

  it('cutsMidText', async () => {
    const got = await scripted(script.cutsMidText())
    expect(got).toMatchObject({ status: 200, broke: true })
    expect(got.text).toContain('text_delta')
    expect(got.text).not.toContain('content_block_stop')
    expect(twin.log[0]).toMatchObject({ ended: 'cut', act: 'cutsMidText' })
    expect(twin.log[0]?.output).toBeGreaterThan(10)
  })

  it('cutsMidText of an answer in one piece', async () => {
    const got = await scripted(script.cutsMidText(), { stream: false })
    expect(got.broke).toBe(true)
    expect(() => JSON.parse(got.text)).toThrow()
  })

  it('endsMidText', async () => {
    const got = await scripted(script.endsMidText())
    expect(got.broke).toBe(false)
    expect(got.text).not.toContain('content_block_stop')
  })

  it('cutsAfterTool', async () => {
    const tools = [{ name: 'Bash' }]
    const messages = [{ role: 'user', content: 'use tool: bash ls\nuse tool: bash pwd' }]
    const got = await scripted(script.cutsAfterTool(), { tools, messages })
    expect(got.broke).toBe(true)
    expect(got.text.match(/"type":"tool_use"/g)).toHaveLength(1)
    expect(got.text.trimEnd().split('\n').at(-2)).toBe('event: content_block_stop')
  })

  it('slowFirstByte', async () => {
    const started = performance.now()
    expect((await scripted(script.slowFirstByte(120))).status).toBe(200)
    expect(performance.now() - started).toBeGreaterThanOrEqual(115)
  })

  it('slowly', async () => {
    const started = performance.now()
    await scripted(script.slowly(3))
    expect(performance.now() - started).toBeGreaterThanOrEqual(100)
  })

  it.each([
    ['nothing', null, ''],
    ['headers', 200, ''],
  ] as const)('silent after %s, until the client leaves', async (after, status, text) => {
    expect(await silence(script.silent(after))).toMatchObject({ status, text, broke: true })
    await expect.poll(() => twin.log[0]?.ended).toBe('aborted')
  })

  it('silent after half the text', async () => {
    expect((await silence(script.silent('text'))).text).toContain('text_delta')
  })

  it('pingsFirst', async () => {
    const got = await scripted(script.pingsFirst(3, 1))
    expect(got.text.match(/^event: .*$/gm)?.slice(0, 4)).toEqual([
      'event: ping',
      'event: ping',
      'event: ping',
      'event: message_start',
    ])
  })

  it('withoutEventLines', async () => {
    const got = await scripted(script.withoutEventLines())
    expect(got.text).not.toContain('event:')
    expect(got.text.startsWith('data: {"type":"message_start"')).toBe(true)
  })

  it('several at once', async () => {
    const got = await scripted(script.both(script.pingsFirst(1, 0), script.errorMidText('api_error', 'late')))
    expect(got.text).toMatch(/^event: ping[\s\S]*"late"/)
  })

  function silence(act: Act): Promise<Got> {
    twin.next(act)
    return ask({}, 'k1', AbortSignal.timeout(100))
  }
})

describe('the script', () => {
  it('runs out', async () => {
    twin.next(script.html(502), 2)
    expect([(await ask()).status, (await ask()).status, (await ask()).status]).toEqual([502, 502, 200])
    twin.forKey('one', script.html(503), 1)
    expect([(await ask()).status, (await ask()).status]).toEqual([503, 200])
  })

  it('for a key goes before the next of all', async () => {
    twin.next(script.html(502))
    twin.forKey('one', script.html(503), 1)
    expect([(await ask()).status, (await ask()).status]).toEqual([503, 502])
  })
})
