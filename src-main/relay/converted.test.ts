import { afterEach, describe, expect, it } from 'vitest'
import { rowFor } from '../../playground/contract.ts'
import { heldIn } from '../../playground/held.ts'
import { cutsMidText, limited, slowly } from '../../playground/script.ts'
import type { LogEntry, Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { type Block, blocksIn, kept, type Message, question, session } from './testing/conversation.ts'
import { type House, openHouse, TOKEN } from './testing/house.ts'
import { answers } from './testing/upstream.ts'

interface Chat {
  messages: { role: string; content: unknown; tool_calls?: { id: string; function: { arguments: string } }[] }[]
  [member: string]: unknown
}

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const chatOf = (entry: LogEntry | undefined): Chat => JSON.parse(String(entry?.body))
async function twinOf(type: ChosenType) {
  const row = rowFor(type)
  const { twin, baseUrl, stop } = await row.start()
  if (!twin) throw new Error(`${type} keeps no log`)
  return { row, twin, baseUrl, stop }
}
async function ofType(type: ChosenType): Promise<{ house: House; twin: Twin }> {
  const { row, twin, baseUrl, stop } = await twinOf(type)
  const house = await openHouse({
    it: {
      type,
      keys: { [String(row.secret)]: answers(500, '') },
      baseUrl,
      change: { mapping: { opus: row.model, sonnet: row.model, haiku: row.model } },
    },
  })
  stops.push(stop, () => house.stop())
  return { house, twin }
}

const TYPES = [
  'openai',
  'openai_chat',
  'gemini',
  'gemini_chat',
  'groq',
  'github_models',
  'openai_custom',
  'responses_custom',
] as const

describe.each(TYPES)('through the relay, %s', (type) => {
  it('streams, and what it used is booked', async () => {
    const { house, twin } = await ofType(type)
    const said = await (await house.post(question('words: 9'), session)).text()
    expect(String(blocksIn(said).at(-1)?.text).split(' ')).toHaveLength(9)
    const [entry] = twin.log
    const { input = 0, cacheRead = 0, cacheWrite = 0 } = entry?.usage ?? {}
    const usage = { input: input + cacheWrite, cacheRead, cacheWrite: 0, output: entry?.output }
    expect(house.ended()[0]).toMatchObject({ usage, outcome: 'ok' })
    expect(
      Object.keys(entry?.headers ?? {}).filter((name) => /^(anthropic|x-claude-code|x-api-key)/.test(name)),
    ).toEqual([])
  })

  it('calls several tools at once, and takes their answers and a picture', async () => {
    const { house, twin } = await ofType(type)
    const first = question('use tool: bash echo one\nuse tool: bash echo "two"')
    const blocks = blocksIn(await (await house.post(first, session)).text())
    const calls = blocks.filter((it) => it.type === 'tool_use')
    expect(calls.map(({ json }) => JSON.parse(String(json)).command)).toEqual(['echo one', 'echo "two"'])
    const picture = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgo=' } }
    const results = calls.map(({ id }) => ({ type: 'tool_result', tool_use_id: id, content: [picture] }))
    const messages = [
      ...first.messages,
      { role: 'assistant', content: kept(blocks) },
      { role: 'user', content: results },
    ]
    const second = await house.post(question('', { messages }), session)
    expect([second.status, blocksIn(await second.text()).at(-1)?.type]).toEqual([200, 'text'])
    const held = heldIn(twin.log[1])
    const ids = held.calls.map(([id]) => id)
    expect(held.calls.map(([, args]) => args)).toEqual(calls.map(({ json }) => json))
    if (type !== 'gemini') expect(ids).toEqual(calls.map(({ id }) => id))
    expect(held.answers).toEqual(ids)
    expect(String(twin.log[1]?.body)).toMatch(/data:image\/png;base64,iVBORw0KGgo=|"data":"iVBORw0KGgo="/)
  })

  it('breaks in the middle: the client is told, and nothing is made up', async () => {
    const { house, twin } = await ofType(type)
    twin.next(cutsMidText())
    const said = await (await house.post(question('words: 60'), session)).text()
    expect([said.includes('event: error'), said.includes('message_stop')]).toEqual([true, false])
  })

  it('is left by the client: the answer is called off there too', async () => {
    const { house, twin } = await ofType(type)
    twin.next(slowly(20))
    const gone = new AbortController()
    const res = await house.post(question('words: 500'), session, { signal: gone.signal })
    await res.body?.getReader().read()
    gone.abort()
    await expect.poll(() => twin.log[0]?.ended).toBe('aborted')
    await expect.poll(() => house.ended()[0]?.outcome).toBe('aborted')
  })

  it('answers 429: the client is told when to come back', async () => {
    const { house, twin } = await ofType(type)
    twin.next(limited(7, 'itpm', 30_000))
    const res = await house.post(question('hi'), session)
    expect([res.status, res.headers.get('retry-after')]).toEqual([429, '7'])
  })

  it('counts tokens without asking anybody', async () => {
    const { house, twin } = await ofType(type)
    const res = await fetch(`${house.url}/v1/messages/count_tokens`, {
      method: 'POST',
      headers: { 'x-api-key': TOKEN, 'content-type': 'application/json' },
      body: JSON.stringify(question('hello')),
    })
    expect(((await res.json()) as { input_tokens: number }).input_tokens).toBeGreaterThan(0)
    expect(twin.log).toEqual([])
  })
})

describe.each([
  ['groq', 'openai/gpt-oss-120b'],
  ['openai_custom', 'openai/gpt-5-house'],
] as const)('thinking of %s', (type, model) => {
  it('is shown as thinking, unsigned, and does not go back there', async () => {
    const { house, twin } = await ofType(type)
    const it = house.config.upstreams[0]
    if (!it) throw new Error('no provider')
    house.config = { ...house.config, upstreams: [{ ...it, mapping: { sonnet: model } }] }
    const asked = question('words: 5', { thinking: { type: 'enabled', budget_tokens: 1_024 } })
    const blocks = blocksIn(await (await house.post(asked, session)).text())
    expect(blocks.map((block) => [block.type, block.signature])).toEqual([
      ['thinking', ''],
      ['text', undefined],
    ])
    const messages = [...asked.messages, { role: 'assistant', content: blocks }, { role: 'user', content: 'words: 3' }]
    expect((await house.post(question('', { messages }), session)).status).toBe(200)
    expect(chatOf(twin.log[0]).reasoning_effort).toBe('low')
    expect(chatOf(twin.log[1]).messages[1]).toEqual({ role: 'assistant', content: blocks[1]?.text })
  })
})

describe('beside Anthropic', () => {
  async function both() {
    const anthropic = await startAnthropic({ keys: [{ secret: 'one', name: 'one' }] })
    const there = await twinOf('openai_custom')
    const house = await openHouse({
      chat: {
        type: 'openai_custom',
        keys: { [String(there.row.secret)]: answers(500, '') },
        baseUrl: there.baseUrl,
        change: { mapping: { opus: 'openai/gpt-5-house', sonnet: 'openai/gpt-5-house', haiku: 'openai/gpt-5-house' } },
      },
      anthropic: { keys: { one: answers(500, '') }, baseUrl: anthropic.baseUrl },
    })
    stops.push(
      () => anthropic.stop(),
      there.stop,
      () => house.stop(),
    )
    const at = (id: string) => {
      house.config = { ...house.config, choice: { provider: ProviderId.parse(id), model: null } }
    }
    return { house, anthropic, chat: there.twin, at }
  }

  it('one conversation with a tool call goes there and back; ids and arguments stay, unsigned thinking does not', async () => {
    const { house, anthropic, chat, at } = await both()
    const messages: Message[] = []
    const thinking = { type: 'enabled', budget_tokens: 1_024 }
    const turn = async (content: Message['content']): Promise<readonly Block[]> => {
      messages.push({ role: 'user', content })
      const res = await house.post(question('', { messages, thinking }), session)
      const said = await res.text()
      expect([res.status, said.includes('event: error') && said]).toEqual([200, false])
      const blocks = blocksIn(said)
      messages.push({ role: 'assistant', content: kept(blocks) })
      return blocks
    }
    const call = (blocks: readonly Block[]) => blocks.find(({ type }) => type === 'tool_use')
    const answered = (id: unknown) => [{ type: 'tool_result', tool_use_id: id, content: 'done' } as Block]

    at('anthropic')
    const first = call(await turn('use tool: bash echo "here" | wc -c'))
    at('chat')
    await turn(answered(first?.id))
    const second = call(await turn('use tool: bash printf "%s" there'))
    at('anthropic')
    await turn(answered(second?.id))

    const there = chatOf(chat.log.at(-1)).messages.flatMap(({ tool_calls = [] }) => tool_calls)
    expect(there.map((it) => [it.id, it.function.arguments])).toEqual([[first?.id, first?.json]])
    const back = JSON.parse(String(anthropic.log.at(-1)?.body)) as { messages: { content: Block[] | string }[] }
    const blocks = back.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
    expect(
      blocks.filter(({ type }) => type === 'tool_use').map(({ id, input }) => [id, JSON.stringify(input)]),
    ).toEqual([first, second].map((it) => [it?.id, it?.json]))
    expect(blocks.filter(({ type, signature }) => type === 'thinking' && !signature)).toEqual([])
    expect(anthropic.log.map(({ status }) => status)).toEqual([200, 200])
  })

  const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBERi0=' } }

  it('a PDF that it has no place for is answered by the next provider that has', async () => {
    const { house, anthropic, chat } = await both()
    const res = await house.post(question([pdf, { type: 'text', text: 'words: 3' }]), session)
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'anthropic'])
    await res.text()
    expect([chat.log.length, anthropic.log.length]).toEqual([0, 1])
    expect(house.ended()[0]?.attempts[0]?.said).toContain('holds a PDF')
  })

  it('and with nobody else it is refused in words that say what to do', async () => {
    const { house, twin } = await ofType('groq')
    const res = await house.post(question([pdf]), session)
    const { error } = (await res.json()) as { error: { message: string } }
    expect([res.status, res.headers.get('x-should-retry'), error.message]).toEqual([
      400,
      'false',
      'This request holds a PDF, which Groq does not read. Send its text, or choose another provider.',
    ])
    expect(twin.log).toEqual([])
  })
})
