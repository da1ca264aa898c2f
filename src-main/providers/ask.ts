import { request } from 'undici'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import type { HeaderOf, Probe, Verdict } from './provider.ts'
import { causeOf } from './unreachable.ts'

const MOST_BYTES = 1_000_000

/** An answer to a probe, or why there is none. */
export type Asked =
  | { ok: true; status: number; header: HeaderOf; body: string; ms: number }
  | { ok: false; reason: string }

/**
 * One GET at `baseUrl` + `path` within the probe's time, whatever the server does. A redirect is an answer and
 * is not followed: it would carry the key elsewhere. Never throws.
 */
export async function ask(name: string, probe: Probe, path: string, headers: Record<string, string>): Promise<Asked> {
  const started = probe.now()
  const time = AbortSignal.timeout(probe.timeoutMs)
  try {
    const reply = await request(`${probe.baseUrl.replace(/\/+$/, '')}${path}`, {
      method: 'GET',
      headers: { accept: 'application/json', 'accept-encoding': 'identity', 'user-agent': 'cc-relay', ...headers },
      dispatcher: probe.dispatcher,
      signal: time,
    })
    const parts: Buffer[] = []
    let length = 0
    for await (const part of reply.body) {
      parts.push(part as Buffer)
      length += (part as Buffer).length
      if (length > MOST_BYTES) break
    }
    const header: HeaderOf = (key) => [reply.headers[key]].flat()[0]
    return {
      ok: true,
      status: reply.statusCode,
      header,
      body: Buffer.concat(parts).toString(),
      ms: probe.now() - started,
    }
  } catch (error) {
    return { ok: false, reason: text.providers.unreachable[time.aborted ? 'timeout' : causeOf(error)](name) }
  }
}

export const accepted = (asked: { ms: number }, organization: string | null, models: number): KeyTest => ({
  verdict: 'accepted',
  organization,
  models,
  ms: Math.max(0, asked.ms),
})

export const unreachable = (reason: string): KeyTest => ({ verdict: 'unreachable', reason })

/** What a refusal to a probe says of the key. Only a clear no is one: a busy or broken server proves nothing. */
export function failedTest(verdict: Verdict, name: string, secret: string | null): KeyTest {
  if (verdict.kind === 'deliver') return unreachable(text.providers.unexpected(name))
  const reason = secret ? verdict.said.replaceAll(secret, '«…»') : verdict.said
  return { verdict: verdict.kind === 'refused' ? 'refused' : 'unreachable', reason }
}

/** How many entries the JSON array at `name` has; `null` where there is none. */
export function listed(body: string, name: string): number | null {
  try {
    const list = (JSON.parse(body) as Record<string, unknown> | null)?.[name]
    return Array.isArray(list) ? list.length : null
  } catch {
    return null
  }
}
