import fs from 'node:fs'
import path from 'node:path'
import type { LogEntry } from '../playground/twin.ts'
import { startOpenai } from '../playground/twin-openai.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { serve } from './serve.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

const KEYS = [{ secret: 'sk-proj-end-to-end-key-number-1', name: 'one' }]
const MODEL = 'gpt-5.6'

interface Chat {
  readonly model: string
  readonly stream?: boolean
  readonly messages: readonly {
    readonly role: string
    readonly tool_call_id?: string
    readonly tool_calls?: readonly { readonly id: string }[]
  }[]
}
const chatOf = ({ body }: LogEntry) => JSON.parse(body.toString()) as Chat

test('the real Claude Code finishes a task at a provider of OpenAI’s format, and goes on with it', async ({ desk }) => {
  test.setTimeout(120_000)
  const twin = await desk.twin(startOpenai, { keys: KEYS })
  const provider = { type: 'openai', mapping: { opus: MODEL, sonnet: MODEL, haiku: MODEL } }
  const relay = await serve(desk.folder('serve'), twin.baseUrl, KEYS, { provider })
  desk.later(relay.stop)
  const at = { home: desk.folder('person'), cwd: desk.folder('project') }
  const run = async (prompt: string, ...args: string[]) => {
    const { code, result, events, printed } = await print(claude, relay, { ...at, prompt, args })
    expect([code, result?.subtype, result?.is_error], printed).toEqual([0, 'success', false])
    expect(events.filter(({ subtype }) => subtype === 'api_retry')).toEqual([])
    return result
  }

  await test.step('a tool call that writes a file, and what is said after it', async () => {
    await run('use tool: write note.txt written by a tool', '--permission-mode', 'acceptEdits')
    expect(fs.readFileSync(path.join(at.cwd, 'note.txt'), 'utf8').trim()).toBe('written by a tool')
  })

  await test.step('two tools at once', async () => {
    await run('use tool: bash echo one >> ran.txt\nuse tool: bash echo two >> ran.txt', '--allowedTools=Bash')
    expect(fs.readFileSync(path.join(at.cwd, 'ran.txt'), 'utf8').split('\n').sort()).toEqual(['', 'one', 'two'])
  })

  await test.step('the same conversation, continued', async () => {
    const result = await run('words: 8', '--continue')
    expect(result?.result?.split(' ')).toHaveLength(8)
  })

  await test.step('all of it in the provider’s own format, and nothing refused', () => {
    expect(new Set(twin.log.map(({ status }) => status))).toEqual(new Set([200]))
    for (const entry of twin.log) {
      const chat = chatOf(entry)
      expect(chat.model).toBe(MODEL)
      expect(Object.keys(entry.headers).filter((name) => name.startsWith('anthropic-'))).toEqual([])
      expect(String(entry.body)).not.toContain('x-anthropic-billing-header')
      const called = chat.messages.flatMap(({ tool_calls = [] }) => tool_calls.map(({ id }) => id))
      const answered = chat.messages.flatMap(({ tool_call_id }) => tool_call_id ?? [])
      expect(answered).toEqual(called)
    }
  })
})
