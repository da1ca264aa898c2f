import { createHash } from 'node:crypto'
import type { Dimension } from '../../src-shared/domain/limits.ts'
import { MINUTE_MS } from './bucket.ts'
import type { Wire } from './message.ts'

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** `prefix` and 22 letters, as Anthropic's ids look. */
export const anthropicId = (prefix: string, random: () => number): string =>
  `${prefix}01${Array.from({ length: 22 }, () => BASE58[Math.floor(random() * BASE58.length)]).join('')}`

/** `signer` goes into the signatures of thinking blocks, so that one server can tell its own from another's. */
export function anthropicWire(signer: string, random: () => number): Wire {
  return {
    messageId: () => anthropicId('msg_', random),
    toolUseId: () => anthropicId('toolu_', random),
    usageFirst: (usage) => ({ ...inputOf(usage), output_tokens: 1, service_tier: 'standard' }),
    usageLast: (usage, output) => ({ ...inputOf(usage), output_tokens: output }),
    signature: (thinking) => signatureOf(signer, thinking),
    first: {},
    pings: true,
    jsonPiece: 24,
  }
}

export const signatureOf = (signer: string, thinking: string): string =>
  createHash('sha512').update(signer).update('\0').update(thinking).digest('base64')

const inputOf = (usage: { input: number; cacheRead: number; cacheWrite: number }) => ({
  input_tokens: usage.input,
  cache_creation_input_tokens: usage.cacheWrite,
  cache_read_input_tokens: usage.cacheRead,
  cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite, ephemeral_1h_input_tokens: 0 },
})

type Levels = Readonly<Record<Dimension, { limit: number; level: number }>>

/** Anthropic, "Rate limits": what every answer says of them. Tokens to the nearest thousand, requests whole. */
export function limitHeaders(levels: Levels, now: number): Record<string, string> {
  const thousand = (level: number) => Math.max(0, Math.round(level / 1000) * 1000)
  const sum = {
    limit: levels.itpm.limit + levels.otpm.limit,
    level: Math.max(0, levels.itpm.level) + Math.max(0, levels.otpm.level),
  }
  return {
    ...limitOf('requests', levels.rpm, (level) => Math.max(0, Math.floor(level + 1e-6)), now),
    ...limitOf('input-tokens', levels.itpm, thousand, now),
    ...limitOf('output-tokens', levels.otpm, thousand, now),
    ...limitOf('tokens', sum, thousand, now),
  }
}

function limitOf(name: string, it: { limit: number; level: number }, shown: (level: number) => number, now: number) {
  const fullMs = ((it.limit - it.level) * MINUTE_MS) / it.limit
  return {
    [`anthropic-ratelimit-${name}-limit`]: String(it.limit),
    [`anthropic-ratelimit-${name}-remaining`]: String(shown(it.level)),
    [`anthropic-ratelimit-${name}-reset`]: `${new Date(now + fullMs).toISOString().slice(0, 19)}Z`,
  }
}
