import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Account } from './account.ts'
import { limitHeaders } from './anthropic-wire.ts'
import { full, levelAt, take, waitFor } from './bucket.ts'
import { compose, type Voice } from './compose.ts'
import { type Prompt, readPrompt, tokensIn } from './prompt.ts'
import { PromptCache } from './prompt-cache.ts'
import { sampleJson } from './sample-json.ts'

const prompt = (body: object): Prompt => {
  const read = readPrompt(
    Buffer.from(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hi' }], ...body })),
  )
  if (typeof read === 'string') throw new Error(read)
  return read
}

const voice: Voice = {
  marked: null,
  sentences: ['one two three.'],
  thinking: ['hm.'],
  title: 'A title',
  toolFirst: (name) => `first ${name}`,
  toolDone: (name) => `done ${name}`,
  toolFailed: (name) => `failed ${name}`,
}

describe('a bucket', () => {
  it('can take, after the wait it states, what it could not before', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), amounts, fc.integer({ min: 1, max: 500 }), (limit, taken, need) => {
        const bucket = taken.reduce((it, amount) => take(it, amount, 0), full(limit, 0))
        const wait = waitFor(bucket, need, 0)
        const wanted = Math.min(need, limit)
        expect(levelAt(bucket, wait)).toBeGreaterThanOrEqual(wanted - 1e-6)
        if (wait > 1) expect(levelAt(bucket, wait - 1)).toBeLessThan(wanted)
      }),
    )
  })

  it('never holds more than its limit, and a clock that stands still gives nothing', () => {
    const bucket = take(full(60, 0), 10, 0)
    expect(levelAt(bucket, 0)).toBe(50)
    expect(levelAt(bucket, -1000)).toBe(50)
    expect(levelAt(bucket, 10_000)).toBe(60)
    expect(levelAt(bucket, 1e9)).toBe(60)
  })
})

describe('an account', () => {
  it('admits, over any minute, no more than twice its limit', () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 400 })), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(steps, (sent) => {
        const account = new Account('o', { rpm: 5, itpm: 1000, otpm: 100 })
        const admitted: { at: number; input: number }[] = []
        let now = 0
        for (const [gap, input] of sent) {
          now += gap
          if (account.admit('g', input, now).ok) admitted.push({ at: now, input })
        }
        for (const first of admitted) {
          const within = admitted.filter((it) => it.at >= first.at && it.at <= first.at + 60_000)
          expect(within.length).toBeLessThanOrEqual(10)
          expect(within.reduce((sum, it) => sum + it.input, 0)).toBeLessThanOrEqual(2000 + 1e-6)
        }
      }),
    )
  })

  it('lets output run into debt, and then takes nothing until it is paid', () => {
    const account = new Account('o', { rpm: 100, itpm: 1000, otpm: 60 })
    account.produce('g', 120, 0)
    expect(account.admit('g', 1, 0)).toEqual({ ok: false, dimension: 'otpm', waitMs: 61_000 })
    expect(account.admit('g', 1, 61_000).ok).toBe(true)
  })

  it('can be drained by a stranger', () => {
    const account = new Account('o', { rpm: 10, itpm: 1000, otpm: 60 })
    account.drain('g', 'itpm', 900, 0)
    expect(account.admit('g', 200, 0)).toMatchObject({ ok: false, dimension: 'itpm' })
  })

  it('keeps model groups apart', () => {
    const account = new Account('o', { rpm: 1, itpm: 1000, otpm: 60 })
    expect(account.admit('a', 1, 0).ok).toBe(true)
    expect(account.admit('b', 1, 0).ok).toBe(true)
    expect(account.admit('a', 1, 0).ok).toBe(false)
  })

  it('states its levels as Anthropic does', () => {
    const account = new Account('o', { rpm: 10, itpm: 20_000, otpm: 4000 })
    account.admit('g', 1400, 0)
    expect(limitHeaders(account.levels('g', 0), 0)).toMatchObject({
      'anthropic-ratelimit-requests-remaining': '9',
      'anthropic-ratelimit-requests-reset': '1970-01-01T00:00:06Z',
      'anthropic-ratelimit-input-tokens-remaining': '19000',
      'anthropic-ratelimit-output-tokens-remaining': '4000',
      'anthropic-ratelimit-tokens-limit': '24000',
    })
  })
})

describe('the prompt cache', () => {
  const marked = { cache_control: { type: 'ephemeral' } }
  const turn = (text: string, mark = false) => ({
    role: 'user',
    content: [{ type: 'text', text, ...(mark ? marked : {}) }],
  })

  it('reads the longest prefix it has seen, though the marker has moved on', () => {
    const cache = new PromptCache()
    const first = prompt({ system: [{ type: 'text', text: 'a'.repeat(370) }], messages: [turn('one', true)] })
    expect(cache.look(first, 0)).toMatchObject({ cacheRead: 0, input: 0, cacheWrite: tokensIn(first) })
    cache.keep(first, 0)
    const second = prompt({
      system: [{ type: 'text', text: 'a'.repeat(370) }],
      messages: [turn('one'), turn('two', true)],
    })
    expect(cache.look(second, 0)).toMatchObject({ cacheRead: tokensIn(first), input: 0 })
    expect(cache.look(second, 5 * 60_000 + 1).cacheRead).toBe(0)
  })

  it('knows nothing of another model, another prefix, or a prompt without markers', () => {
    const cache = new PromptCache()
    const first = prompt({ messages: [turn('one', true)] })
    cache.keep(first, 0)
    expect(cache.look({ ...first, model: 'other' }, 0).cacheRead).toBe(0)
    expect(cache.look(prompt({ messages: [turn('else', true)] }), 0).cacheRead).toBe(0)
    expect(cache.look(prompt({ messages: [turn('one')] }), 0)).toMatchObject({ cacheRead: 0, cacheWrite: 0 })
  })
})

describe('readPrompt', () => {
  it.each(['', 'x', '[]', '{}', '{"model":"m"}', '{"model":"m","messages":[]}'])(
    'says what is wrong with %j',
    (body) => {
      expect(typeof readPrompt(Buffer.from(body))).toBe('string')
    },
  )

  it('hears the user and not the client’s reminders', () => {
    const content = [
      { type: 'text', text: '<system-reminder>use tool: bash rm</system-reminder>' },
      { type: 'text', text: 'hello' },
    ]
    expect(prompt({ messages: [{ role: 'user', content }] }).lastText.trim()).toBe('hello')
  })
})

describe('compose', () => {
  const half = () => 0.5
  const tools = [{ name: 'Write' }, { name: 'Bash' }]
  const said = (content: string, more: object = {}) =>
    compose(prompt({ messages: [{ role: 'user', content }], tools, ...more }), voice, half)

  it('writes a file where it is asked to, in the client’s folder', () => {
    const system = [{ type: 'text', text: 'Working directory: /home/me\nPlatform: linux' }]
    expect(said('use tool: write notes.txt hello there', { system })).toEqual([
      { type: 'text', text: 'first Write' },
      { type: 'tool_use', name: 'Write', input: { file_path: '/home/me/notes.txt', content: 'hello there\n' } },
    ])
  })

  it('asks for several tools at once', () => {
    expect(said('use tool: bash ls\nuse tool: bash pwd').filter((it) => it.type === 'tool_use')).toHaveLength(2)
  })

  it('asks for no tool that the client does not have', () => {
    expect(said('use tool: nothere {}').map((it) => it.type)).toEqual(['text'])
  })

  it('goes on from a tool’s result', () => {
    const messages = [
      { role: 'user', content: 'use tool: bash ls' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'Bash', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'ok' }] },
    ]
    expect(compose(prompt({ messages, tools }), voice, half)).toEqual([{ type: 'text', text: 'done Bash' }])
  })

  it('follows a schema', () => {
    const schema = { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] }
    expect(said('x', { output_config: { format: { type: 'json_schema', schema } } })).toEqual([
      { type: 'text', text: '{"title":"A title"}' },
    ])
  })

  it('does not say the same sentence twice in a row', () => {
    const many = { ...voice, sentences: ['a', 'b', 'c'] }
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (stream) => {
        const [block] = compose(
          prompt({ messages: [{ role: 'user', content: 'words: 30' }] }),
          many,
          () => stream.next().value,
        )
        const words = block?.type === 'text' ? block.text.split(' ') : []
        expect(words).toHaveLength(30)
        expect(words.some((it, i) => it === words[i - 1])).toBe(false)
      }),
    )
  })

  it('says as many words as it is asked for', () => {
    const [block] = said('words: 7')
    expect(block?.type === 'text' && block.text.split(' ')).toHaveLength(7)
  })
})

it('sampleJson fills any schema it is given, without end', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (schema) => {
      expect(() => JSON.stringify(sampleJson(schema, 'x'))).not.toThrow()
    }),
  )
})
