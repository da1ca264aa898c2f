import fs from 'node:fs'
import path from 'node:path'
import { limited } from '../playground/script.ts'
import type { LogEntry } from '../playground/twin.ts'
import { startAnthropic } from '../playground/twin-anthropic.ts'
import { claudeCode, print } from './claude-code.ts'
import { expect, test } from './desk.ts'
import { keysFor, relays } from './relays.ts'
import { session } from './session.ts'

let claude: string
test.beforeAll(async () => {
  test.setTimeout(300_000)
  claude = await claudeCode()
})

const sessionOf = ({ headers }: LogEntry) => String(headers['x-claude-code-session-id'])

for (const [name, start] of Object.entries(relays)) {
  test(`the real Claude Code through ${name}`, async ({ desk }) => {
    test.setTimeout(120_000) // sixteen turns of the client, eight at once
    const keys = keysFor(3)
    const twin = await desk.twin(startAnthropic, { keys })
    const relay = await start(desk, twin.baseUrl, keys)
    const home = desk.folder('person')
    const run = (prompt: string, args: string[] = [], at = relay, cwd = desk.folder('project')) =>
      print(claude, at, { prompt, home, cwd, args })
    const retries = (events: readonly { subtype?: string }[]) => events.filter(({ subtype }) => subtype === 'api_retry')

    await test.step('a plain answer', async () => {
      const { code, result } = await run('words: 8')
      expect([code, result?.subtype, result?.is_error]).toEqual([0, 'success', false])
      expect(result?.result?.split(' ')).toHaveLength(8)
      expect(twin.log.map(({ status }) => status)).toEqual([200])
    })

    await test.step('a tool call that writes a file', async () => {
      const { code, result } = await run('use tool: write note.txt written by a tool', [
        '--permission-mode',
        'acceptEdits',
      ])
      expect([code, result?.subtype]).toEqual([0, 'success'])
      expect(fs.readFileSync(path.join(desk.folder('project'), 'note.txt'), 'utf8').trim()).toBe('written by a tool')
    })

    await test.step('a key that answers 429: the next one serves, with one retry upstream that the client never sees', async () => {
      const before = twin.log.length
      twin.next(limited(30))
      const { code, result, events } = await run('words: 8')
      expect([code, result?.subtype]).toEqual([0, 'success'])
      expect(retries(events)).toEqual([])
      const [refused, served, ...more] = twin.log.slice(before)
      expect([refused?.status, served?.status, more]).toEqual([429, 200, []])
      expect(served?.key).not.toBe(refused?.key)
      expect(served?.body.equals(refused?.body ?? Buffer.alloc(0))).toBe(true)
    })

    await test.step('eight sessions at once, each of two turns: each stays on its key', async () => {
      const before = twin.log.length
      const turns = async (i: number) => {
        const cwd = desk.folder(`project-${i}`)
        const first = await run('use tool: write a.txt one', ['--permission-mode', 'acceptEdits'], relay, cwd)
        const second = await run('words: 5', ['--resume', String(first.result?.session_id)], relay, cwd)
        return [first, second].map(({ code, result }) => [code, result?.subtype])
      }
      const all = await Promise.all(Array.from({ length: 8 }, (_, i) => turns(i)))
      expect(all.flat()).toEqual(Array.from({ length: 16 }, () => [0, 'success']))
      const log = twin.log.slice(before)
      const sessions = new Set(log.map(sessionOf))
      expect(sessions.size).toBe(8)
      for (const id of sessions) {
        const its = log.filter((entry) => sessionOf(entry) === id)
        expect(its.length).toBeGreaterThanOrEqual(3)
        expect(new Set(its.map(({ key }) => key)).size).toBe(1)
      }
    })

    await test.step('a wrong token: at once a 401', async () => {
      const before = twin.log.length
      const wrong = { ...relay, token: 'not-the-token' }
      const answer = await session(wrong).ask('words: 5')
      expect([answer.status, answer.headers.get('x-should-retry')]).toEqual([401, 'false'])
      const { code, result, events, ms } = await run('words: 5', [], wrong)
      expect([code, result?.is_error]).toEqual([1, true])
      expect(retries(events)).toEqual([])
      expect(ms).toBeLessThan(10_000) // eleven tries would take three minutes
      expect(twin.log).toHaveLength(before)
    })
  })
}
