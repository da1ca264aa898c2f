import { text } from '../../src-shared/text/text.ts'
import { placeInCloud } from './legacy-clouds.ts'
import { type Block, isBlock, listAt, type Note, type Path } from './problems.ts'

const { notes: words } = text.config

/** Blocks of other relays' files that mean nothing here and do no harm. */
const IGNORED = ['cache', 'grpc', 'metrics'] as const

/** A copy in which older names are written as today's. Wrong values are left for the check to find. */
export function modernise(raw: unknown): { value: unknown; notes: readonly Note[] } {
  const notes: Note[] = []
  if (!isBlock(raw)) return { value: raw, notes }
  const value = structuredClone(raw)
  const note = (path: Path, said: string) => void notes.push({ path, text: said })

  for (const name of IGNORED) if (take(value, name) !== undefined) note([name], words.ignored)
  if (isBlock(value.server)) server(value.server, note)
  if (isBlock(value.routing)) dropEmpty(value.routing, 'strategy', 'default_provider')
  if (isBlock(value.logging)) logging(value.logging, note)
  if (isBlock(value.health)) health(value.health, note)
  listAt(value, 'providers').forEach((provider, p) => {
    if (isBlock(provider)) placeInCloud(provider, ['providers', p], note)
    listAt(provider, 'keys').forEach((key, k) => {
      if (isBlock(key)) tokensPerMinute(key, ['providers', p, 'keys', k], note)
    })
  })
  return { value, notes }
}

type Tell = (path: Path, said: string) => void

function server(block: Block, note: Tell): void {
  dropEmpty(block, 'api_key')
  const auth = isBlock(block.auth) ? block.auth : {}
  dropEmpty(auth, 'api_key', 'bearer_secret')
  if ('api_key' in block) note(['server', 'api_key'], 'api_key' in auth ? words.oldTokenUnused : words.oldToken)
  if ('bearer_secret' in auth) note(['server', 'auth', 'bearer_secret'], words.secondToken)
  const bearer = take(auth, 'allow_bearer')
  if (bearer === undefined) return
  note(['server', 'auth', 'allow_bearer'], words.oldName('server.auth.allow_subscription'))
  auth.allow_subscription ??= bearer
}

function logging(block: Block, note: Tell): void {
  dropEmpty(block, 'level', 'format', 'output')
  if (block.format === 'text' || block.format === 'console') {
    note(['logging', 'format'], words.byTerminal(block.format))
    delete block.format
  }
  const pretty = take(block, 'pretty')
  if (pretty !== undefined) note(['logging', 'pretty'], words.pretty)
  if (pretty === true) block.format ??= 'pretty'
  const file = take(block, 'file')
  if (file === undefined) return
  note(['logging', 'file'], words.oldName('logging.output'))
  block.output ??= file
}

function health(block: Block, note: Tell): void {
  const seconds = take(block, 'check_interval_seconds')
  if (isCount(seconds)) {
    within(block, 'health_check').interval_ms ??= seconds * 1000
    note(['health', 'check_interval_seconds'], words.oldName('health.health_check.interval_ms'))
  }
  const breaker = block.circuit_breaker
  if (!isBlock(breaker)) return
  const rest = take(breaker, 'recovery_timeout_seconds')
  if (isCount(rest)) {
    breaker.open_duration_ms ??= rest * 1000
    note(['health', 'circuit_breaker', 'recovery_timeout_seconds'], words.oldName('open_duration_ms'))
  }
  if (take(breaker, 'triggers') !== undefined) note(['health', 'circuit_breaker', 'triggers'], words.ignored)
}

function tokensPerMinute(key: Block, path: Path, note: Tell): void {
  if (!isCount(key.tpm_limit)) return
  const half = Math.floor(key.tpm_limit / 2)
  key.itpm_limit ??= half
  key.otpm_limit ??= half
  delete key.tpm_limit
  note([...path, 'tpm_limit'], words.tpm)
}

/** Takes a name out of a block; `undefined`: it was not there. A name with nothing behind it counts as there. */
function take(block: Block, name: string): unknown {
  if (!Object.hasOwn(block, name)) return undefined
  const value = block[name] ?? null
  delete block[name]
  return value
}

/** In files of older relays an empty text stands for "not set". */
function dropEmpty(block: Block, ...names: readonly string[]): void {
  for (const name of names) if (block[name] === '') delete block[name]
}

function within(block: Block, name: string): Block {
  const inner = block[name]
  if (isBlock(inner)) return inner
  const made: Block = {}
  block[name] = made
  return made
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
