import { request } from 'undici'
import { text } from '../../src-shared/text/text.ts'
import { objectIn } from './ask.ts'
import { NoPass } from './passes.ts'
import { causeOf } from './unreachable.ts'

const MOST_BYTES = 100_000
const PATIENCE_MS = 10_000

export interface TokenAnswer {
  readonly status: number
  /** What it answered, as far as it is an object. */
  readonly json: Readonly<Record<string, unknown>>
  /** The server's clock, ms since the epoch; `null`: it does not say. */
  readonly at: number | null
}

interface Asking {
  /** Sent as a form; absent: a GET. */
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly patienceMs?: number
}

/**
 * Asks a token endpoint. Nothing is followed elsewhere, and the connection is not kept: the next question is an hour
 * away. Rejects with a NoPass where there is no answer; `name`: who is asked, as people call it.
 */
export async function askForToken(name: string, url: string, asking: Asking): Promise<TokenAnswer> {
  const { form, headers = {}, patienceMs = PATIENCE_MS } = asking
  const time = AbortSignal.timeout(patienceMs)
  try {
    const reply = await request(url, {
      method: form ? 'POST' : 'GET',
      ...(form && { body: new URLSearchParams(form).toString() }),
      headers: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'user-agent': 'cc-relay',
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
        ...headers,
      },
      reset: true,
      signal: time,
    })
    let body = ''
    for await (const part of reply.body.setEncoding('utf8')) {
      body += String(part)
      if (body.length > MOST_BYTES) break
    }
    const at = Date.parse([reply.headers.date].flat()[0] ?? '')
    return { status: reply.statusCode, json: objectIn(body) ?? {}, at: Number.isNaN(at) ? null : at }
  } catch (error) {
    throw new NoPass(text.providers.unreachable[time.aborted ? 'timeout' : causeOf(error)](name))
  }
}

export const wordOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** When a token ends that lives for `seconds` from now on. */
export function endOf(seconds: unknown, wall: number): number | null {
  const life = Number(seconds)
  return Number.isFinite(life) && life > 0 ? wall + life * 1000 : null
}
