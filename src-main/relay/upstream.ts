import { pipeline, type Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, type Dispatcher } from 'undici'
import { text } from '../../src-shared/text/text.ts'
import type { Draft, HeaderOf, Unreachable } from '../providers/provider.ts'
import { causeOf } from '../providers/unreachable.ts'
import type { HeaderMap } from './headers.ts'

/** An upstream's answer once its headers are there. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderMap
  readonly header: HeaderOf
  /** Decoded; `null` where it is encoded in a way we did not ask for and cannot read. */
  readonly body: Readable | null
}

/**
 * Connections to upstreams, kept alive per origin. It never follows a redirect, verifies certificates, sends
 * nothing twice of its own accord, and has no timeouts after the connection stands: those are the request's.
 */
export class Upstreams {
  readonly #connectMs: number
  #agent: Dispatcher

  constructor(connectMs: number) {
    this.#connectMs = connectMs
    this.#agent = this.#open()
  }

  /** Rejects with undici's error, or with the signal's reason. */
  async send(baseUrl: string, draft: Draft, signal: AbortSignal): Promise<Reply> {
    const { statusCode, headers, body } = await this.#agent.request({
      ...target(baseUrl, draft.path),
      method: 'POST',
      headers: draft.headers,
      body: draft.body,
      signal,
    })
    // An aborted body that nobody reads any more must not bring the process down.
    body.on('error', () => {})
    const known = headers as HeaderMap
    return {
      status: statusCode,
      headers: known,
      header: (name) => [known[name]].flat()[0],
      body: decoded(body, [known['content-encoding']].flat()[0]),
    }
  }

  /** The status of a bare GET there: no key, no body, nothing followed. Rejects as `send` does. */
  async reach(baseUrl: string, signal: AbortSignal): Promise<number> {
    const { statusCode, body } = await this.#agent.request({ ...target(baseUrl, '/'), method: 'GET', signal })
    body.on('error', () => {})
    body.destroy()
    return statusCode
  }

  /** Ends every connection there is. */
  close(): Promise<void> {
    const old = this.#agent
    this.#agent = this.#open()
    return old.destroy()
  }

  #open(): Dispatcher {
    return new Agent({
      connect: { timeout: this.#connectMs },
      headersTimeout: 0,
      bodyTimeout: 0,
      pipelining: 1,
      maxHeaderSize: 65_536,
    })
  }
}

/** `path` below the path of the address. */
function target(baseUrl: string, path: string): { origin: string; path: string } {
  const { origin, pathname } = new URL(baseUrl)
  return { origin, path: pathname.replace(/\/+$/, '') + path }
}

function decoded(body: Readable, encoding: string | undefined): Readable | null {
  const decoder = decoderOf((encoding ?? 'identity').trim().toLowerCase())
  if (decoder === 'none') return body
  if (decoder === null) {
    body.destroy()
    return null
  }
  return pipeline(body, decoder, () => {})
}

function decoderOf(encoding: string) {
  switch (encoding) {
    case 'identity':
    case '':
      return 'none'
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'br':
      return createBrotliDecompress()
    case 'deflate':
      return createInflate()
    default:
      return null
  }
}

/** What an error of undici or Node means for the request. `name`: the provider, as people call it. */
export function unreachable(error: unknown, name: string): Unreachable {
  const cause = causeOf(error)
  const perhapsBilled = (cause === 'timeout' || cause === 'reset') && !whileConnecting(error)
  return { kind: 'unreachable', cause, perhapsBilled, said: text.providers.unreachable[cause](name) }
}

/** Before the connection stood, nothing of the request can have left. */
function whileConnecting(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(whileConnecting)
  if (!(error instanceof Error)) return false
  const { code, syscall } = error as NodeJS.ErrnoException
  return code === 'UND_ERR_CONNECT_TIMEOUT' || syscall === 'connect'
}
