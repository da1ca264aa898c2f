import { execFile, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { RelayAt } from './app.ts'

/** The one version of the real client that tests run; measured wherever its manners matter to the relay. */
const VERSION = '2.1.197'

/** The real Claude Code, fetched from npm into a cache once; `CC_RELAY_CLAUDE_CODE` names another version. */
export async function claudeCode(version = process.env.CC_RELAY_CLAUDE_CODE || VERSION): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache')
  const folder = path.join(cache, 'cc-relay', 'claude-code', version)
  const program = path.join(folder, 'node_modules', '.bin', 'claude')
  if (fs.existsSync(program)) return program
  fs.mkdirSync(path.dirname(folder), { recursive: true })
  const fresh = fs.mkdtempSync(`${folder}-`)
  const options = ['--prefix', fresh, '--no-audit', '--no-fund', '--no-package-lock', '--no-save']
  await promisify(execFile)('npm', ['install', ...options, `@anthropic-ai/claude-code@${version}`], { cwd: fresh })
  // Whole or not at all, also where two runs fetch it at once.
  await fs.promises.rename(fresh, folder).catch(() => fs.promises.rm(fresh, { recursive: true }))
  return program
}

/** The number of the newest one. */
export async function newestVersion(): Promise<string> {
  const { stdout } = await promisify(execFile)('npm', ['view', '@anthropic-ai/claude-code', 'version'])
  return stdout.trim()
}

export interface Run {
  readonly code: number | null
  readonly ms: number
  readonly printed: string
  /** The lines of `--output-format stream-json`. */
  readonly events: readonly StreamLine[]
  readonly result: StreamLine | undefined
}

export interface StreamLine {
  readonly type: string
  readonly subtype?: string
  readonly result?: string
  readonly is_error?: boolean
  readonly session_id?: string
}

interface PrintOptions {
  readonly prompt: string
  readonly home: string
  readonly cwd: string
  readonly args?: readonly string[]
  /** In place of what it would be given; `undefined`: not given at all. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Kills it. */
  readonly signal?: AbortSignal
}

/** `claude -p` against the relay, as a user of its own in a folder of its own. */
export async function print(
  program: string,
  { address, token }: RelayAt,
  { prompt, home, cwd, args = [], env = {}, signal }: PrintOptions,
): Promise<Run> {
  const started = performance.now()
  const child = spawn(program, ['-p', '--output-format', 'stream-json', '--verbose', ...args, prompt], {
    cwd,
    env: {
      PATH: process.env.PATH,
      HOME: home,
      ANTHROPIC_BASE_URL: address,
      ANTHROPIC_AUTH_TOKEN: token,
      NO_PROXY: '127.0.0.1',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ...env,
    },
    ...(signal && { signal, killSignal: 'SIGKILL' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let out = ''
  child.stdout.on('data', (words) => (out += String(words)))
  child.stderr.on('data', (words) => (printed += String(words)))
  const code = await new Promise<number | null>((resolve, reject) => child.on('close', resolve).on('error', reject))
  const events = out.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as StreamLine] : []))
  const result = events.findLast(({ type }) => type === 'result')
  return { code, ms: performance.now() - started, printed: out + printed, events, result }
}
