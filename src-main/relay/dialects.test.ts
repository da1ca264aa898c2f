import { afterEach, describe, expect, it } from 'vitest'
import { rows } from '../../playground/contract.ts'
import { type Act, cutsMidText, limited, overloaded, silent } from '../../playground/script.ts'
import { houses } from './testing/open.ts'

const open = houses(afterEach)
const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

type Event = { type: string; [field: string]: unknown }
const eventsOf = (text: string): Event[] =>
  [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, , data]) => JSON.parse(data ?? '') as Event)

const ATTRIBUTION = { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1.197; cc_entrypoint=cli;' }
const system = [ATTRIBUTION, { type: 'text', text: 'You are Claude Code.' }]
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const user = (content: unknown) => [{ role: 'user', content }]

/** Every way of speaking, through the relay: what Claude Code asks for and what it must get. */
describe.each(rows.filter(({ type }) => type !== 'practice'))('$type', (row) => {
  async function start(act?: Act, times = 1) {
    const it = await row.start()
    stops.push(it.stop)
    const secret = it.secret ?? row.secret
    const { twin } = it
    if (!twin) throw new Error('a twin has a log')
    if (act) twin.next(act, times)
    const mapping = { opus: row.model, sonnet: row.model, haiku: row.model }
    const house = await open(
      {
        up: {
          type: row.type === 'practice' ? 'anthropic' : row.type,
          ...(secret === null ? {} : { keys: { [secret]: () => {} } }),
          baseUrl: it.baseUrl,
          change: { mapping, models: [] },
        },
      },
      { timings: { patienceMs: 50, shortPatienceMs: 50 } },
    )
    const send = (body: object, init: RequestInit = {}) =>
      house.post(
        {
          model: 'claude-sonnet-5',
          max_tokens: 4000,
          stream: true,
          system,
          messages: user('words: 30'),
          context_management: { edits: [] },
          ...body,
        },
        { 'anthropic-beta': 'claude-code-20250219,context-management-2025-06-27' },
        init,
      )
    const record = async () => {
      await expect.poll(() => house.ended().length).toBeGreaterThan(0)
      return house.ended().at(-1)
    }
    return { house, twin, send, record }
  }

  it('answers in one piece, and the usage is booked', async () => {
    const { twin, send, record } = await start()
    const reply = await send({ stream: false })
    expect(reply.status).toBe(200)
    expect(await reply.json()).toMatchObject({ type: 'message', stop_reason: 'end_turn' })
    expect((await record())?.usage?.output).toBe(twin.log[0]?.output)
  })

  it('answers as a stream in which every event has its name, and the usage is booked', async () => {
    const { twin, send, record } = await start()
    const events = eventsOf(await (await send({})).text())
    expect([events[0]?.type, events.at(-1)?.type]).toEqual(['message_start', 'message_stop'])
    const { input, cacheRead, cacheWrite, output } = (await record())?.usage ?? {
      input: 0,
      cacheRead: 0,
      cacheWrite: 0,
    }
    expect(output).toBe(twin.log[0]?.output)
    const theirs = twin.log[0]?.usage ?? { input: 0, cacheRead: 0, cacheWrite: 0 }
    expect(input + cacheRead + cacheWrite).toBe(theirs.input + theirs.cacheRead + theirs.cacheWrite)
  })

  it('calls two tools at once', async () => {
    const { send } = await start()
    const tools = [{ name: 'Bash', input_schema: { type: 'object' } }]
    const reply = await send({ tools, messages: user('use tool: bash ls\nuse tool: bash pwd') })
    const events = eventsOf(await reply.text())
    const ids = events.flatMap(({ content_block: block }) => {
      const { type, id } = (block ?? {}) as { type?: string; id?: string }
      return type === 'tool_use' ? [id] : []
    })
    expect(new Set(ids).size).toBe(2)
    expect(JSON.stringify(events)).toContain('"stop_reason":"tool_use"')
  })

  it('sees an image', async () => {
    const { twin, send } = await start()
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: pixel } }
    expect((await send({ messages: user([image, { type: 'text', text: 'What is this?' }]) })).status).toBe(200)
    expect(twin.log[0]?.body.includes(pixel)).toBe(true)
  })

  it('thinks, and takes its own thinking back', async () => {
    const { send } = await start()
    const thinking = { type: 'adaptive' }
    const first = (await (await send({ stream: false, thinking })).json()) as { content: { type: string }[] }
    expect(first.content[0]?.type).toBe(row.chat === 'silent' ? 'text' : 'thinking')
    const messages = [...user('words: 30'), { role: 'assistant', content: first.content }, ...user('go on')]
    expect((await send({ thinking, messages })).status).toBe(200)
  })

  it('goes on without thinking after turns that had none', async () => {
    const { send } = await start()
    const messages = [...user('hi'), { role: 'assistant', content: 'hello' }, ...user('go on')]
    expect((await send({ messages })).status).toBe(200)
  })

  it('thinks after turns that had no thinking, or that the client left out', async () => {
    const { send } = await start()
    const messages = [
      ...user('hi'),
      { role: 'assistant', content: [{ type: 'text', text: 'hello' }] },
      ...user('go on'),
    ]
    expect((await send({ messages, thinking: { type: 'adaptive' } })).status).toBe(200)
  })

  it('is told at once when the client leaves', async () => {
    const { twin, send } = await start(silent('text'))
    const leave = new AbortController()
    const reply = await send({}, { signal: leave.signal })
    await reply.body?.getReader().read()
    leave.abort()
    await expect.poll(() => twin.log[0]?.ended).toBe('aborted')
  })

  if (row.secret !== null)
    it('a key that is refused is set aside', async () => {
      const { house, twin, send } = await start()
      twin.forKey('one', { kind: 'dies', name: 'dies' })
      const reply = await send({})
      expect([reply.status, ((await reply.json()) as Event).type]).toEqual([reply.status, 'error'])
      expect(reply.status).toBeGreaterThanOrEqual(400)
      expect(Object.values(house.pool.views())[0]?.status.kind).toBe('invalid')
    })

  it.each([
    ['limit', limited(30)],
    ['overload', overloaded()],
  ])('a %s reaches the client as an error in Anthropic’s shape that it tries again', async (_what, act) => {
    const { send } = await start(act, 5)
    const reply = await send({})
    const kind = ((await reply.json()) as { error: { type: string } }).error.type
    expect([429, 503, 529]).toContain(reply.status)
    expect(['rate_limit_error', 'overloaded_error', 'api_error']).toContain(kind)
  })

  it('a stream that breaks ends in an error, and what came is booked', async () => {
    const { send, record } = await start(cutsMidText())
    const events = eventsOf(await (await send({})).text())
    expect(events.at(-1)?.type).toBe('error')
    expect((await record())?.usage?.output).toBeGreaterThan(0)
  })

  if (row.type !== 'anthropic' && row.type !== 'claude_aws')
    it('gets neither the attribution block nor, where it would refuse them, fields that only Anthropic knows', async () => {
      const { twin, send } = await start()
      await (await send({})).text()
      const body = twin.log[0]?.body.toString() ?? ''
      // Behind a gateway, Claude is Anthropic's own.
      expect(body.includes('x-anthropic-billing-header')).toBe(row.model.startsWith('anthropic/'))
      expect(twin.log[0]?.headers['anthropic-version']).toBe(
        row.chat || row.type === 'vertex' || row.type === 'bedrock_invoke' ? undefined : '2023-06-01',
      )
      expect(body.includes('context_management')).toBe(/^(zai|zhipu|vercel)$/.test(row.type))
    })
})
