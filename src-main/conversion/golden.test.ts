import fs from 'node:fs'
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ChosenType } from '../../src-shared/domain/provider.ts'
import type { Draft } from '../providers/provider.ts'
import { providers } from '../providers/registry.ts'
import { headers } from '../providers/testing/answers.ts'
import type { MessageEvent } from './answer.ts'
import { isSealed, opened } from './sealed.ts'
import { events, gathered, textIn } from './testing.ts'
import { fieldsOf, textOf } from './values.ts'

const Told = z.tuple([z.string().nullable(), z.string().nullable(), z.string()])
/** A wire's own bytes, where they come from, and what must become of them. */
const Golden = z.strictObject({
  shape: z.string().min(10),
  /** A vendor's page, a type of an SDK, or a public repository with its path or issue. */
  source: z.string().min(10),
  provider: ChosenType,
  contentType: z.string().optional(),
  /** Of an error; absent: 200. */
  status: z.number().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  wire: z.array(z.string()),
  expect: z.strictObject({
    /** `[text | thinking, words, voucher?]`, or `[tool_use, id, name, arguments]`; an id of `null` is ours to make. */
    blocks: z.array(z.array(z.string().nullable())).optional(),
    stop: z.string().optional(),
    /** Input, of it read from the cache, output. */
    usage: z.tuple([z.number(), z.number(), z.number()]).optional(),
    model: z.string().optional(),
    /** Type, code and a piece of the words of the error that ends the stream. */
    error: Told.optional(),
    verdict: z.record(z.string(), z.unknown()).optional(),
    client: z.strictObject({ type: z.string(), message: z.string() }).optional(),
  }),
})
type Golden = z.infer<typeof Golden>

const folder = new URL('golden/', import.meta.url)
const shapes = fs
  .readdirSync(folder)
  .sort()
  .map(
    (name) =>
      [name.replace('.json', ''), Golden.parse(JSON.parse(fs.readFileSync(new URL(name, folder), 'utf8')))] as const,
  )

const ACCOUNT = 'a-key'
const bytesOf = ({ wire }: Golden) => Buffer.from(wire.join('\n'))

/** What the client is told, where the wire's bytes come in these chunks. */
async function told(golden: Golden, chunks: readonly Buffer[]): Promise<readonly MessageEvent[]> {
  const draft: Draft = {
    path: '/v1/messages',
    headers: {},
    account: ACCOUNT,
    body: Buffer.from('{"model":"m","max_tokens":100,"stream":true,"messages":[{"role":"user","content":"Hi"}]}'),
  }
  providers[golden.provider].prepare(draft)
  const come = draft.translate?.(golden.contentType ?? '', Readable.from(chunks))
  if (!come) throw new Error('not another format')
  return events(come.body)
}

/** A client's own reading; what vouches for thinking as its server has written it. */
function readBy({ provider }: Golden, heard: readonly MessageEvent[]) {
  const { blocks, stop, usage } = gathered(heard)
  const { input_tokens, cache_read_input_tokens, output_tokens } = fieldsOf(usage)
  return {
    stop,
    usage: [input_tokens, cache_read_input_tokens, output_tokens],
    blocks: blocks.map(({ type, words, id, name, signature }) => {
      if (type === 'tool_use') return [type, idGiven(textOf(id)), name, words]
      return type === 'thinking' && signature !== undefined && isSealed(textOf(signature))
        ? [type, words, voucher(provider, textOf(signature))]
        : [type, words]
    }),
  }
}

function voucher(provider: string, signature: string): string | null {
  const kept = opened(provider, signature) ?? opened(`${provider}.${ACCOUNT}`, signature)
  return kept?.startsWith('{') ? textOf(fieldsOf(JSON.parse(kept)).encrypted_content) : kept
}

/** As the wire had it, or `null` for one of our own. */
const idGiven = (id: string): string | null =>
  id.startsWith('gm64_')
    ? Buffer.from(id.slice(5), 'base64url').toString()
    : /^msg_[0-9a-f]{24}_\d+$/.test(id)
      ? null
      : id

const errorIn = (heard: readonly MessageEvent[]) => fieldsOf(heard.at(-1)?.error)

const answered = shapes.filter(([, { status }]) => status === undefined)
const refused = shapes.filter(([, { status }]) => status !== undefined)

it('there are enough of them, each from somewhere', () => {
  expect(answered.length).toBeGreaterThanOrEqual(40)
  expect(new Set(shapes.map(([, { shape }]) => shape)).size).toBe(shapes.length)
})

describe.each(answered)('%s', (_name, golden) => {
  const { expect: wanted } = golden

  it(golden.shape, async () => {
    const heard = await told(golden, [bytesOf(golden)])
    if (wanted.error) {
      const [type, code, words] = wanted.error
      const { details, ...error } = errorIn(heard)
      expect(error).toEqual({ type, message: expect.stringContaining(words) })
      expect(fieldsOf(details).error_code ?? null).toBe(code)
    } else {
      const { blocks, stop, usage } = wanted
      // A thought that nothing vouches for has an empty signature, which is none.
      const plain = blocks?.map((block) => (block[0] === 'thinking' && block[2] === '' ? block.slice(0, 2) : block))
      expect(readBy(golden, heard)).toEqual({ blocks: plain, stop, usage })
    }
    if (wanted.model) expect(fieldsOf(heard[0]?.message).model).toBe(wanted.model)
    if (!wanted.verdict) return
    const first = JSON.stringify(heard.at(-1))
    expect(providers[golden.provider].classify(200, () => undefined, first)).toMatchObject(wanted.verdict)
    if (wanted.client)
      expect(JSON.parse(providers[golden.provider].reword(400, first) ?? '{}')).toMatchObject({ error: wanted.client })
  })

  it('is the same however its bytes are cut', async () => {
    const bytes = bytesOf(golden)
    const whole = await told(golden, [bytes])
    const cuts = fc.array(fc.nat(bytes.length), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(cuts, async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
        const chunks = at.slice(1).map((to, i) => bytes.subarray(at[i], to))
        expect(
          await told(
            golden,
            chunks.filter(({ length }) => length > 0),
          ),
        ).toEqual(whole)
      }),
      { numRuns: 20 },
    )
  })
})

describe.each(refused)('%s', (_name, golden) => {
  it(golden.shape, () => {
    const { provider, status = 0, expect: wanted } = golden
    const body = bytesOf(golden).toString()
    expect(providers[provider].classify(status, headers(golden.headers), body)).toMatchObject(wanted.verdict ?? {})
    if (!wanted.client) return
    const { error } = JSON.parse(providers[provider].reword(status, body) ?? '{}') as { error: unknown }
    expect(error).toEqual({ type: wanted.client.type, message: expect.stringContaining(wanted.client.message) })
  })
})

it('a whole answer is one in one piece where that was asked for', async () => {
  const golden = answered.find(([name]) => name.endsWith('responses-whole'))?.[1]
  if (!golden) throw new Error('gone')
  const body = Buffer.from('{"model":"m","max_tokens":100,"messages":[{"role":"user","content":"Hi"}]}')
  const draft: Draft = { path: '/v1/messages', headers: {}, account: ACCOUNT, body }
  providers.openai.prepare(draft)
  const come = draft.translate?.('application/json', Readable.from([bytesOf(golden)]))
  const message = JSON.parse(come ? await textIn(come.body) : '') as Record<string, unknown>
  expect(message).toMatchObject({ type: 'message', model: 'm', stop_reason: 'end_turn', stop_sequence: null })
  expect(message.content).toEqual([
    { type: 'thinking', thinking: '', signature: expect.stringMatching(/^ccr1\.openai\.a-key:/) },
    { type: 'text', text: 'One. Two.' },
  ])
})
