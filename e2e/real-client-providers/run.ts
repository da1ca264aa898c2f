import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Row } from '../../playground/row.ts'
import type { LogEntry } from '../../playground/twin.ts'
import { print, type Run } from '../claude-code.ts'
import { serve } from '../serve.ts'

/** What became of a task at one kind of provider. */
export interface Outcome {
  readonly row: Row
  /** A tool call and the answer after it; then the same conversation, continued with two tools at once. */
  readonly runs: readonly Run[]
  /** Every request that reached the provider. */
  readonly log: readonly LogEntry[]
  /** What the first tool wrote; `null`: nothing. */
  readonly note: string | null
  /** How often each of the two tools ran. */
  readonly lines: readonly string[]
}

const LONGEST_MS = 2 * 60_000

/** The real client at work through `cc-relay serve`, at the twin of this kind. */
export async function runAt(claude: string, row: Row): Promise<Outcome> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'providers-'))
  const [home, cwd, config] = ['home', 'project', 'serve'].map((name) => {
    fs.mkdirSync(path.join(folder, name))
    return path.join(folder, name)
  }) as [string, string, string]
  const it = await row.start()
  const secret = it.secret ?? row.secret
  const keys = secret === null ? [] : [{ secret, name: 'one' }]
  const mapping = { opus: row.model, sonnet: row.model, haiku: row.model }
  const relay = await serve(config, it.baseUrl, keys, { provider: { type: row.type, mapping } })
  const run = (prompt: string, ...args: string[]) =>
    print(claude, relay, { ...{ prompt, home, cwd, args }, signal: AbortSignal.timeout(LONGEST_MS) })
  try {
    const first = await run('use tool: write note.txt written by a tool', '--permission-mode', 'acceptEdits')
    const two = 'use tool: bash echo one >> ran.txt\nuse tool: bash echo two >> ran.txt'
    const second = await run(two, '--continue', '--allowedTools=Bash')
    const lines = (read(path.join(cwd, 'ran.txt')) ?? '').split('\n').filter(Boolean).sort()
    return { row, runs: [first, second], log: [...(it.twin?.log ?? [])], note: read(path.join(cwd, 'note.txt')), lines }
  } finally {
    await relay.stop()
    await it.stop()
    fs.rmSync(folder, { recursive: true })
  }
}

const read = (file: string): string | null => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : null)

/** What is not as it must be, in sentences; empty: all is. */
export function judge({ runs, log, note, lines }: Outcome): readonly string[] {
  const problems: string[] = []
  const must = (holds: boolean, otherwise: string) => void (holds || problems.push(otherwise))
  for (const { code, result, events, printed } of runs) {
    const ended = code === 0 && result?.subtype === 'success' && result.is_error === false
    must(ended, `it ended with ${code}: ${result?.result ?? printed.slice(-300)}`)
    must(!events.some(({ subtype }) => subtype === 'api_retry'), 'the client had to try again')
  }
  must(note === 'written by a tool', `the tool wrote ${note}`)
  must(lines.join() === 'one,two', `of two tools at once there came ${lines.join() || 'nothing'}`)
  must(log.length >= 4 && log.every(({ status }) => status === 200), `the provider answered ${statuses(log)}`)
  return problems
}

export const statuses = (log: readonly LogEntry[]): string => log.map(({ status }) => status ?? 'nothing').join(', ')
