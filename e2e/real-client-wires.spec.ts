import fs from 'node:fs'
import path from 'node:path'
import { heldIn } from '../playground/held.ts'
import type { Twin, TwinOptions } from '../playground/twin.ts'
import { startGemini } from '../playground/twin-gemini.ts'
import { startOpenai, startOpenaiChat } from '../playground/twin-openai.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { serve } from './serve.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

interface WireFamily {
  readonly type: string
  readonly start: (options: TwinOptions) => Promise<Twin>
  readonly secret: string
  readonly model: string
  /** Thinking is vouched for, and goes back with that. */
  readonly vouches: boolean
}

const families: readonly WireFamily[] = [
  {
    type: 'openai_chat',
    start: startOpenaiChat,
    secret: 'sk-proj-end-to-end-key-number-1',
    model: 'gpt-5.6',
    vouches: false,
  },
  {
    type: 'openai',
    start: startOpenai,
    secret: 'sk-proj-end-to-end-key-number-2',
    model: 'gpt-5.6',
    vouches: true,
  },
  {
    type: 'gemini',
    start: startGemini,
    secret: 'AIzaEndToEndKeyOfThePlayground',
    model: 'gemini-3.6-pro',
    vouches: true,
  },
]

for (const family of families) {
  test(`the real Claude Code finishes a task at a provider that speaks as ${family.type} does, and goes on`, async ({
    desk,
  }) => {
    test.setTimeout(120_000)
    const { type, secret, model } = family
    const keys = [{ secret, name: 'one' }]
    const twin = await desk.twin(family.start, { keys })
    const provider = { type, mapping: { opus: model, sonnet: model, haiku: model } }
    const relay = await serve(desk.folder('serve'), twin.baseUrl, keys, { provider })
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
        expect(entry.model).toBe(model)
        expect(Object.keys(entry.headers).filter((name) => /^(anthropic-|x-api-key)/.test(name))).toEqual([])
        expect(String(entry.body)).not.toContain('x-anthropic-billing-header')
        const { calls, answers } = heldIn(entry)
        expect(answers).toEqual(calls.map(([id]) => id))
      }
    })

    await test.step('and each round of thinking goes back with what vouches for it', () => {
      const last = heldIn(twin.log.findLast((entry) => heldIn(entry).calls.length > 0))
      expect(last.vouchers.length > 0).toBe(family.vouches)
    })
  })
}
