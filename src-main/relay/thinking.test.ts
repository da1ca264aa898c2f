import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LogEntry, Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { startZai } from '../../playground/twin-zai.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { type House, openHouse } from './testing/house.ts'
import { answers, type Script, streams } from './testing/upstream.ts'

interface Message {
  role: string
  content: unknown
}
const session = { 'x-claude-code-session-id': 's1' }
const body = (messages: readonly Message[], stream: boolean, over: object = {}) => ({
  model: 'claude-sonnet-5',
  max_tokens: 500,
  thinking: { type: 'adaptive' },
  tools: [{ name: 'Bash', input_schema: { type: 'object' } }],
  stream,
  messages,
  ...over,
})

let anthropic: Twin
let zai: Twin
let house: House | null = null
beforeEach(async () => {
  anthropic = await startAnthropic({ keys: [{ secret: 'one', name: 'one' }] })
  zai = await startZai({ keys: [{ secret: 'two', name: 'two' }] })
})
afterEach(async () => {
  await house?.stop()
  house = null
  await Promise.all([anthropic.stop(), zai.stop()])
})
const open = async () => {
  house = await openHouse({
    anthropic: { keys: { one: answers(500, '') }, baseUrl: anthropic.baseUrl },
    zai: { type: 'zai', keys: { two: answers(500, '') }, baseUrl: zai.baseUrl },
  })
  return house
}
const at = (it: House, id: string) => {
  it.config = { ...it.config, choice: { provider: ProviderId.parse(id), model: null } }
}
const sent = (twin: Twin): LogEntry & { messages: readonly { content: { type: string; signature?: string }[] }[] } => {
  const entry = twin.log.at(-1)
  if (!entry) throw new Error('nothing was sent')
  return { ...entry, ...JSON.parse(entry.body.toString()) }
}
/** The content of the answer, put together as a client would. */
async function answer(it: House, messages: readonly Message[], stream: boolean): Promise<unknown[]> {
  const res = await it.post(body(messages, stream), session)
  const said = await res.text()
  expect([res.status, said.includes('invalid_request_error') && said]).toEqual([200, false])
  if (!stream) return (JSON.parse(said) as { content: unknown[] }).content
  const content: Record<string, unknown>[] = []
  for (const [, data = ''] of said.matchAll(/^data: (.*)$/gm)) {
    const event = JSON.parse(data) as {
      type: string
      index: number
      content_block?: object
      delta?: Record<string, string>
    }
    if (event.content_block) content[event.index] = { ...event.content_block }
    const block = content[event.index]
    for (const name of ['text', 'thinking', 'signature'])
      if (block && event.delta?.[name] !== undefined) block[name] = `${block[name] ?? ''}${event.delta[name]}`
    if (block && event.delta?.partial_json !== undefined) block.json = `${block.json ?? ''}${event.delta.partial_json}`
  }
  return content.map(({ json, ...block }) =>
    json === undefined ? block : { ...block, input: JSON.parse(String(json)) },
  )
}

describe.each([true, false])('a conversation that moves between providers (streamed: %s)', (stream) => {
  it('goes from Anthropic to Z.AI and back without an error, and with every thought of Anthropic’s own', async () => {
    const it = await open()
    const history: Message[] = []
    const turn = async (words: string) => {
      history.push({ role: 'user', content: words })
      history.push({ role: 'assistant', content: await answer(it, history, stream) })
    }
    at(it, 'anthropic')
    await turn('first')
    at(it, 'zai')
    await turn('second')
    at(it, 'anthropic')
    await turn('third')
    await turn('fourth')
    const types = sent(anthropic).messages.map(({ content }) =>
      Array.isArray(content) ? content.map(({ type }) => type).join(' ') : 'words',
    )
    expect(it.ended().at(-1)?.attempts[0]?.said).toContain('One piece of thinking')
    expect(types).toEqual(['words', 'thinking text', 'words', 'text', 'words', 'thinking text', 'words'])
    at(it, 'zai')
    await turn('fifth')
    expect(sent(zai).messages.filter(({ content }) => JSON.stringify(content).includes('"thinking"'))).toHaveLength(4)
  })

  it('in the middle of a tool call keeps the call and its result together', async () => {
    const it = await open()
    at(it, 'zai')
    const history: Message[] = [{ role: 'user', content: 'use tool: bash ls' }]
    const content = (await answer(it, history, stream)) as { type: string; id?: string }[]
    const call = content.find(({ type }) => type === 'tool_use')
    history.push({ role: 'assistant', content })
    history.push({ role: 'user', content: [{ type: 'tool_result', tool_use_id: call?.id, content: 'a.txt' }] })
    at(it, 'anthropic')
    await answer(it, history, stream)
    const [, assistant, user] = sent(anthropic).messages
    expect(assistant?.content.map(({ type }) => type)).toEqual(['text', 'tool_use'])
    expect(assistant?.content.at(-1)).toMatchObject({ id: call?.id })
    expect(user?.content).toMatchObject([{ tool_use_id: call?.id }])
  })

  it('keeps each of several calls at once with its own result, in whatever order those come', async () => {
    const it = await open()
    at(it, 'anthropic')
    const history: Message[] = [{ role: 'user', content: 'use tool: bash ls\nuse tool: bash pwd' }]
    const content = (await answer(it, history, stream)) as { type: string; id?: string }[]
    const ids = content.filter(({ type }) => type === 'tool_use').map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    const results = ids.map((id) => ({ type: 'tool_result', tool_use_id: id, content: `of ${id}` })).reverse()
    history.push({ role: 'assistant', content }, { role: 'user', content: results })
    at(it, 'zai')
    await answer(it, history, stream)
    const [, assistant, user] = sent(zai).messages
    expect(assistant?.content.filter(({ type }) => type === 'tool_use')).toMatchObject(ids.map((id) => ({ id })))
    expect(user?.content).toEqual(results)
  })
})

it('a body for Anthropic is the client’s own, byte for byte, as long as nobody else took part', async () => {
  const it = await open()
  at(it, 'anthropic')
  const first = await answer(it, [{ role: 'user', content: 'hi' }], true)
  const odd = JSON.stringify(first)
    .replace('"signature"', ' "signature" ')
    .replace('"type":"text"', '"type" : "text", "n": 12345678901234567890')
  const bytes = Buffer.from(
    `{"model":"claude-sonnet-5","max_tokens":500,"thinking":{"type":"adaptive"},"messages":[{"role":"user","content":"hi"},
 {"role":"assistant","content":${odd}},{"role":"system","content":"from now on"}, {"role":"user","content":"caf\\u00e9"}]}`,
  )
  expect((await it.post(bytes, session)).status).toBe(200)
  expect(anthropic.log.at(-1)?.body.equals(bytes)).toBe(true)
})

it.each([
  ['empty', { type: 'thinking', thinking: 'hm', signature: '' }],
  ['missing', { type: 'thinking', thinking: 'hm' }],
])('a signature that is %s never reaches Anthropic', async (_, thought) => {
  const it = await open()
  at(it, 'anthropic')
  const said = { type: 'text', text: 'so' }
  const messages = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: [thought, said] },
    { role: 'user', content: 'b' },
    { role: 'assistant', content: [thought] },
    { role: 'user', content: 'c' },
  ]
  expect((await it.post(body(messages, false), session)).status).toBe(200)
  expect(sent(anthropic).messages).toEqual([
    messages[0],
    { role: 'assistant', content: [said] },
    messages[2],
    messages[4],
  ])
})

it('a signature nobody here has seen is left for Anthropic to judge, and its words reach the client', async () => {
  const it = await open()
  at(it, 'anthropic')
  const messages = [
    { role: 'user', content: 'a' },
    { role: 'assistant', content: [{ type: 'thinking', thinking: 'hm', signature: 'of before the restart' }] },
    { role: 'user', content: 'b' },
  ]
  const res = await it.post(body(messages, false), session)
  expect(res.status).toBe(400)
  expect(await res.text()).toContain('Invalid `signature` in `thinking` block')
})

describe('redacted thinking', () => {
  const block = (data: string) => ({ type: 'redacted_thinking', data })
  const makes =
    (data: string): Script =>
    (res, seen) =>
      streams(
        `event: message_start\ndata: {"type":"message_start","message":{}}\n\nevent: content_block_start\ndata: ${JSON.stringify({ type: 'content_block_start', index: 0, content_block: block(data) })}\n\nevent: content_block_stop\ndata: {"type":"content_block_stop","index":0}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n`,
      )(res, seen)

  it('goes back to its maker and to nobody else', async () => {
    house = await openHouse({
      a: { keys: { one: makes('sealed by a') } },
      other: { keys: { two: makes('sealed by other') } },
      zai: { type: 'zai', keys: { three: makes('x') } },
    })
    const history = ['sealed by a', 'sealed by other'].map((data) => ({
      role: 'assistant',
      content: [block(data), { type: 'text', text: 'so' }],
    }))
    for (const id of ['a', 'other']) {
      at(house, id)
      await (await house.post(body([], true), session)).text()
    }
    const datas = async (id: string) => {
      if (!house) throw new Error('closed')
      at(house, id)
      await (await house.post(body(history, true), session)).text()
      return (
        house.upstreams[id]?.seen
          .at(-1)
          ?.body.toString()
          .match(/sealed by \w+/g) ?? []
      )
    }
    expect(await datas('a')).toEqual(['sealed by a'])
    expect(await datas('other')).toEqual(['sealed by other'])
    expect(await datas('zai')).toEqual([])
  })
})

it('keys and providers at one address take each other’s thinking', async () => {
  house = await openHouse({
    work: { keys: { one: answers(500, '') }, baseUrl: anthropic.baseUrl },
    home: { keys: { one: answers(500, '') }, baseUrl: anthropic.baseUrl },
  })
  at(house, 'work')
  const content = await answer(house, [{ role: 'user', content: 'hi' }], true)
  at(house, 'home')
  const messages = [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content },
    { role: 'user', content: 'go on' },
  ]
  await answer(house, messages, true)
  expect(sent(anthropic).messages).toEqual(messages)
})
