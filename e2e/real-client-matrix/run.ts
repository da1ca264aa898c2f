import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { slowly } from '../../playground/script.ts'
import type { LogEntry, Twin } from '../../playground/twin.ts'
import { startAnthropic } from '../../playground/twin-anthropic.ts'
import { print, type Run } from '../claude-code.ts'
import { serve } from '../serve.ts'
import type { Row } from './rows.ts'

/** What became of a session. */
export interface Outcome {
  readonly row: Row
  readonly run: Run
  /** Every request that reached the provider. */
  readonly log: readonly LogEntry[]
  /** How often the client said that it tries again. */
  readonly retries: number
  /** How often its tool ran. */
  readonly toolRuns: number
}

const KEYS = [1, 2, 3].map((i) => ({ secret: `sk-ant-api03-real-client-matrix-key-${i}`, name: `key-${i}` }))
/** The client's own patience with a fault that passes is about four minutes. */
const LONGEST_MS = 5 * 60_000

/** One session of the real client: a tool call and the answer after it, through `cc-relay serve` with three keys. */
export async function runRow(claude: string, row: Row): Promise<Outcome> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'matrix-'))
  const [home, cwd, config] = ['home', 'project', 'serve'].map((name) => {
    fs.mkdirSync(path.join(folder, name))
    return path.join(folder, name)
  }) as [string, string, string]
  const twin = await startAnthropic({ keys: KEYS })
  const relay = await serve(config, twin.baseUrl, KEYS)
  try {
    arrange(twin, row)
    const run = await print(claude, relay, {
      prompt: 'use tool: bash echo ran >> runs.txt',
      args: ['--allowedTools', 'Bash', '--permission-mode', 'acceptEdits'],
      ...{ home, cwd, env: row.env ?? {}, signal: AbortSignal.timeout(LONGEST_MS) },
    })
    const retries = run.events.filter(({ subtype }) => subtype === 'api_retry').length
    return { row, run, log: [...twin.log], retries, toolRuns: lines(path.join(cwd, 'runs.txt')) }
  } finally {
    await relay.stop()
    await twin.stop()
    fs.rmSync(folder, { recursive: true })
  }
}

function arrange(twin: Twin, { act, times, turn }: Row): void {
  // The turn before it goes as ever.
  if (turn === 'after the tool') twin.next(slowly(0))
  if (times === 'all') for (const { name } of KEYS) twin.forKey(name, act)
  else twin.next(act, times)
}

const lines = (file: string): number =>
  fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).length : 0
