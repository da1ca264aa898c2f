import { request } from 'undici'
import type { ModelInfo } from '../../src-shared/domain/provider.ts'
import type { KeyTest } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import { NoPass } from './passes.ts'
import type { HeaderOf, Listing, Outgoing, Probe, Provider, Verdict } from './provider.ts'
import { causeOf } from './unreachable.ts'

const MOST_BYTES = 1_000_000

/** An answer to a probe, or why there is none. */
export type Asked =
  | { ok: true; status: number; header: HeaderOf; body: string; ms: number }
  /** `refused`: whoever gives access for this key said a clear no. */
  | { ok: false; reason: string; refused?: boolean }

/** What is asked: a GET at `path`, or a POST where there is something to `post`. */
export interface Question {
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly post?: object
}

/**
 * One question within the probe's time, whatever the server does. A redirect is an answer and is not followed: it
 * would carry the key elsewhere. Never throws.
 */
export async function ask(
  name: string,
  probe: Probe,
  { path, headers: own, post }: Question,
  authorize: Provider['authorize'],
): Promise<Asked> {
  const started = probe.now()
  const time = AbortSignal.timeout(probe.timeoutMs)
  try {
    const baseUrl = probe.baseUrl.replace(/\/+$/, '')
    const method = post === undefined ? 'GET' : 'POST'
    const body = post === undefined ? null : Buffer.from(JSON.stringify(post))
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'cc-relay',
      ...(post === undefined ? {} : { 'content-type': 'application/json' }),
      ...own,
    }
    const outgoing: Outgoing = { method, baseUrl, path, headers, body, passes: probe.passes }
    const reply = await request(baseUrl + path, {
      method,
      body,
      headers: { ...headers, ...(await authorize(probe.secret, outgoing)) },
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
    if (error instanceof NoPass) return { ok: false, reason: error.message, refused: error.refused }
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
  return { verdict: verdict.kind === 'refused' ? 'refused' : 'unreachable', reason: whyNot(verdict, name, secret) }
}

/** A refusal in words that may be shown; a server that echoes the key gets it no further. */
export function whyNot(verdict: Verdict, name: string, secret: string | null): string {
  if (verdict.kind === 'deliver') return text.providers.unexpected(name)
  return secret ? verdict.said.replaceAll(secret, '«…»') : verdict.said
}

/** What an answer to the question for models says. */
export function listing(
  asked: Asked,
  name: string,
  classify: (status: number, header: HeaderOf, body: string) => Verdict,
  secret: string | null,
): Listing {
  if (!asked.ok) return asked
  const models = asked.status === 200 ? modelsIn(asked.body) : null
  if (models !== null) return { ok: true, models, ms: asked.ms }
  if (asked.status === 404) return { ok: false, reason: text.providers.noListing(name) }
  return { ok: false, reason: whyNot(classify(asked.status, asked.header, asked.body), name, secret) }
}

/** The document, as far as it is an object; `null` where it is none. */
export function objectIn(body: string): Record<string, unknown> | null {
  const json = parsed(body)
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : null
}

/**
 * The models a listing names: `{data:[{id, display_name}]}` as Anthropic and OpenAI have it, `{models:[{name}]}` as
 * Ollama has it and Google (whose names begin with `models/`), a bare `[{id, name}]` as GitHub has it; `null` where it
 * is none of them.
 */
export function modelsIn(body: string): ModelInfo[] | null {
  const json = objectIn(body)
  const list = json === null ? listIn(body) : (json.data ?? json.models)
  if (!Array.isArray(list)) return null
  return list.flatMap((it: unknown) => {
    const { id, name, display_name, displayName } = (typeof it === 'object' && it !== null ? it : {}) as Record<
      string,
      unknown
    >
    const known = typeof id === 'string' ? id : name
    if (typeof known !== 'string' || known === '' || known.length > 200) return []
    const said = known.replace(/^models\//, '')
    const shown = [display_name, displayName, typeof id === 'string' ? name : said].find(
      (as) => typeof as === 'string' && as !== '' && as.length <= 200,
    )
    return [{ id: said, displayName: typeof shown === 'string' ? shown : said }]
  })
}

/** A list whose every element names itself. */
function listIn(body: string): unknown[] | null {
  const list = parsed(body)
  const isNamed = (it: unknown) => typeof it === 'object' && it !== null && 'id' in it
  return Array.isArray(list) && list.every(isNamed) ? list : null
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}
