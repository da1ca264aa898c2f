import { afterEach, describe, expect, it } from 'vitest'
import { heldIn } from '../../playground/held.ts'
import { limited, status } from '../../playground/script.ts'
import type { Twin, TwinOptions } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { startGemini } from '../../playground/twin-gemini.ts'
import { startOpenai } from '../../playground/twin-openai.ts'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { type Block, blocksIn, kept, type Message, question, session } from './testing/conversation.ts'
import { type House, openHouse, type ProviderSpec } from './testing/house.ts'
import { answers } from './testing/upstream.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const KEYS = { anthropic: ['one'], openai: ['sk-proj-key-one', 'sk-proj-key-two'], gemini: ['AIzaKeyOne'] } as const
const MODELS = { openai: 'gpt-5.6', gemini: 'gemini-3.6-pro' } as const
type Kind = keyof typeof KEYS
const START: Record<Kind, (options: TwinOptions) => Promise<Twin>> = {
  anthropic: startAnthropic,
  openai: startOpenai,
  gemini: startGemini,
}

/** A relay in front of twins of these kinds, each with its keys. */
async function houseOf<K extends Kind>(
  ...kinds: K[]
): Promise<{ house: House; twins: Record<K, Twin>; at(kind: K): void }> {
  const specs: Record<string, ProviderSpec> = {}
  const twins = {} as Record<K, Twin>
  for (const kind of kinds) {
    const secrets: readonly string[] = KEYS[kind]
    const twin = await START[kind]({ keys: secrets.map((secret) => ({ secret, name: secret })) })
    stops.push(() => twin.stop())
    twins[kind] = twin
    const model = kind === 'anthropic' ? null : MODELS[kind as keyof typeof MODELS]
    specs[kind] = {
      type: kind satisfies ChosenType,
      keys: Object.fromEntries(secrets.map((secret) => [secret, answers(500, '')])),
      baseUrl: twin.baseUrl,
      change: model === null ? {} : { mapping: { opus: model, sonnet: model, haiku: model } },
    }
  }
  const house = await openHouse(specs)
  stops.push(() => house.stop())
  const at = (kind: K) => {
    house.config = { ...house.config, choice: { provider: ProviderId.parse(kind), model: null } }
  }
  return { house, twins, at }
}

/** One conversation through it, turn by turn, as a client keeps it. */
function conversation(house: House) {
  const messages: Message[] = []
  return async (content: Message['content']): Promise<{ blocks: readonly Block[]; model: string | undefined }> => {
    messages.push({ role: 'user', content })
    const asked = question('', { messages, thinking: { type: 'enabled', budget_tokens: 1_024 } })
    const res = await house.post(asked, session)
    const said = await res.text()
    expect([res.status, said.includes('event: error') && said]).toEqual([200, false])
    const blocks = blocksIn(said)
    messages.push({ role: 'assistant', content: kept(blocks) })
    return { blocks, model: /"model":"([^"]*)"/.exec(said)?.[1] }
  }
}

const callIn = (blocks: readonly Block[]) => blocks.find(({ type }) => type === 'tool_use')
const answerTo = (blocks: readonly Block[]) => [
  { type: 'tool_result', tool_use_id: callIn(blocks)?.id, content: 'done' } as Block,
]
const last = (twin: Twin) => heldIn(twin.log.at(-1))

describe.each(['openai', 'gemini'] as const)('what a model of %s has thought', (kind) => {
  it('goes back to it in every turn, under the name that the client asks for', async () => {
    const { house, twins } = await houseOf(kind)
    const turn = conversation(house)
    const first = await turn('use tool: bash echo "here" | wc -c')
    expect(first.model).toBe('claude-sonnet-5')
    expect(first.blocks.map(({ type }) => type)).toEqual(expect.arrayContaining(['thinking', 'tool_use']))
    await turn(answerTo(first.blocks))
    const once = last(twins[kind]).vouchers
    expect(once).toHaveLength(1)
    await turn('words: 4')
    expect(last(twins[kind]).vouchers.slice(0, 1)).toEqual(once)
    expect(last(twins[kind]).calls.map(([, args]) => args)).toEqual([callIn(first.blocks)?.json])
  })
})

describe('what one key of OpenAI got encrypted', () => {
  it('is not sent with another, which could not read it', async () => {
    const { house, twins } = await houseOf('openai')
    const turn = conversation(house)
    const first = await turn('use tool: bash echo here')
    const served = String(twins.openai.log[0]?.key)
    twins.openai.forKey(served, limited(60, 'rpm'))
    await turn(answerTo(first.blocks))
    const entry = twins.openai.log.at(-1)
    expect([entry?.key === served, entry?.status]).toEqual([false, 200])
    expect(heldIn(entry)).toMatchObject({ vouchers: [], answers: [callIn(first.blocks)?.id] })
  })
})

it('one conversation moves from Anthropic to OpenAI to Gemini and back: calls stay, and nobody gets another’s thinking', async () => {
  const { house, twins, at } = await houseOf('anthropic', 'openai', 'gemini')
  const turn = conversation(house)
  const made: Block[] = []
  for (const kind of ['anthropic', 'openai', 'gemini'] as const) {
    at(kind)
    const { blocks } = await turn(`use tool: bash printf "%s" ${kind}`)
    made.push(...blocks.filter(({ type }) => type === 'tool_use'))
    await turn(answerTo(blocks))
    expect(last(twins[kind]).vouchers.length).toBe(kind === 'anthropic' ? 0 : 1)
  }
  at('anthropic')
  await turn('words: 4')
  const back = JSON.parse(String(twins.anthropic.log.at(-1)?.body)) as { messages: { content: Block[] | string }[] }
  const blocks = back.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  const calls = blocks.filter(({ type }) => type === 'tool_use')
  expect(calls.map(({ id, input }) => [id, JSON.stringify(input)])).toEqual(made.map(({ id, json }) => [id, json]))
  expect(blocks.filter(({ type, signature }) => type === 'thinking' && String(signature).startsWith('ccr'))).toEqual([])
  for (const twin of Object.values(twins)) expect(twin.log.map((entry) => entry.status)).not.toContain(400)
})

describe('a request that no minute there is long enough for', () => {
  const tooLarge = () =>
    status(429, {
      error: {
        message:
          'Request too large for gpt-5.6 in organization org-x on tokens per min (TPM): Limit 30000, Requested 61337.',
        type: 'tokens',
        param: null,
        code: 'rate_limit_exceeded',
      },
    })

  it('is answered by the next provider, and no key rests for it', async () => {
    const { house, twins } = await houseOf('openai', 'anthropic')
    twins.openai.next(tooLarge())
    const res = await house.post(question('words: 3'), session)
    expect([res.status, res.headers.get('x-cc-relay-provider')]).toEqual([200, 'anthropic'])
    await res.text()
    expect((await house.post(question('words: 3'), session)).headers.get('x-cc-relay-provider')).toBe('openai')
  })

  it('is refused in its words where there is nobody else', async () => {
    const { house, twins } = await houseOf('openai')
    twins.openai.next(tooLarge())
    const res = await house.post(question('words: 3'), session)
    const { error } = (await res.json()) as { error: { message: string } }
    expect([res.status, res.headers.get('x-should-retry')]).toEqual([400, 'false'])
    expect(error.message).toContain('Request too large for gpt-5.6')
  })
})
