import type { LookupFunction } from 'node:net'
import { pipeline } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { Agent, Client, type Dispatcher } from 'undici'
import { text } from '../../src-shared/text/text.ts'
import type { Signal } from '../ports.ts'
import type { Draft, HeaderOf, Unreachable } from '../providers/provider.ts'
import { causeOf } from '../providers/unreachable.ts'
import { Arrival, type Pieces, piecesOf, streamOf } from './arrival.ts'
import type { HeaderMap } from './headers.ts'
import { ratioOf } from './ratio.ts'
import { noWire, type Wire, Wires } from './wires.ts'

/** An upstream's answer once its headers are there. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderMap
  readonly header: HeaderOf
  /** Decoded; `null` where it is encoded in a way we did not ask for and cannot read. */
  readonly body: Pieces | null
}

/**
 * An idle connection that the server has just closed answers the next request with a reset, within a round trip. A
 * server that began to work and broke takes longer than this, and might have billed.
 */
const STALE_MS = 1_000
/** Why a request is called off; made once, because an error of its own for each would cost more than the rest of it. */
const CALLED_OFF = new Error('called off')
const CLOSED = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])

/**
 * Connections to upstreams, kept alive per origin. It never follows a redirect, verifies certificates, sends
 * nothing twice but what a stale connection lost, and has no timeouts after the connection stands: those are the
 * request's.
 */
export class Upstreams {
  readonly #connectMs: number
  readonly #lookup: LookupFunction | undefined
  readonly #now: () => number
  /** By base address: few, and asked for with every request. */
  readonly #bases = new Map<string, Base>()
  #open: Open | null = null

  /** `connectMs`: for a connection to stand, TLS included. */
  constructor(connectMs: number, now: () => number, lookup?: LookupFunction) {
    this.#connectMs = connectMs
    this.#lookup = lookup
    this.#now = now
  }

  /** `wire` is told which way it went. Rejects with undici's error. */
  async send(baseUrl: string, draft: Draft, signal: Signal, wire: Wire = noWire()): Promise<Reply> {
    const { agent, wires } = this.#opened()
    try {
      return await this.#send(agent, wires, { baseUrl, draft, signal, wire })
    } catch (error) {
      if (!this.#wasStale(wire, error) || signal.aborted) throw error
      Object.assign(wire, { ...noWire(), again: true })
      const fresh = new Client(new URL(baseUrl).origin, optionsOf(wires))
      const again = this.#send(fresh, wires, { baseUrl, draft, signal, wire })
      // Closes once what it was asked is answered.
      void fresh.close()
      return again
    }
  }

  async #send(by: Dispatcher, wires: Wires, { baseUrl, draft, signal, wire }: Sending): Promise<Reply> {
    const { headers: fields, body: bytes } = draft
    const request = { ...this.#target(baseUrl, draft.path), method: 'POST', headers: fields, body: bytes } as const
    const arrival = new Arrival(signal, CALLED_OFF)
    try {
      wires.begin(wire, () => by.dispatch(request, arrival))
      const { status, headers } = await arrival.head
      return {
        status,
        headers,
        header: headerIn(headers),
        body: decoded(arrival, firstOf(headers['content-encoding'])),
      }
    } catch (error) {
      wires.lost(wire, error)
      throw error
    }
  }

  /** The status of a bare GET there: no key, no body, nothing followed. Rejects as `send` does. */
  async reach(baseUrl: string, signal: AbortSignal): Promise<number> {
    const { statusCode, body } = await this.#opened().agent.request({
      ...this.#target(baseUrl, '/'),
      method: 'GET',
      signal,
    })
    body.on('error', () => {})
    body.destroy()
    return statusCode
  }

  /** Lets go of every connection that carries nothing; what is under way goes on. */
  dropIdle(): void {
    void this.#leave((agent) => agent.close())
  }

  /** Ends every connection there is. */
  close(): Promise<void> {
    return this.#leave((agent) => agent.destroy())
  }

  async #leave(end: (agent: Agent) => Promise<void>): Promise<void> {
    const old = this.#open
    this.#open = null
    if (!old) return
    await end(old.agent)
    old.wires.close()
  }

  /** `path` below the path of the address. */
  #target(baseUrl: string, path: string): { origin: string; path: string } {
    let base = this.#bases.get(baseUrl)
    if (!base) {
      const { origin, pathname } = new URL(baseUrl)
      base = { origin, path: pathname.replace(/\/+$/, '') }
      this.#bases.set(baseUrl, base)
    }
    return { origin: base.origin, path: base.path + path }
  }

  #opened(): Open {
    if (this.#open) return this.#open
    const wires = new Wires(this.#connectMs, this.#now, this.#lookup)
    this.#open = { agent: new Agent(optionsOf(wires)), wires }
    return this.#open
  }

  #wasStale(wire: Wire, error: unknown): boolean {
    const { code } = error as NodeJS.ErrnoException
    if (!(error instanceof Error) || !CLOSED.has(code ?? '')) return false
    // Found closed before anything was sent over it: undici fails what waited for it with the connection's own error.
    if (wire.sentAt === null) return wire.connection === null
    return wire.connection?.kind === 'reused' && this.#now() - wire.sentAt <= STALE_MS && !wire.heard()
  }
}

interface Open {
  readonly agent: Agent
  readonly wires: Wires
}

interface Base {
  readonly origin: string
  /** Without a slash at its end. */
  readonly path: string
}

interface Sending {
  readonly baseUrl: string
  readonly draft: Draft
  readonly signal: Signal
  readonly wire: Wire
}

const optionsOf = ({ connect }: Wires) => ({
  connect,
  headersTimeout: 0,
  bodyTimeout: 0,
  pipelining: 1,
  maxHeaderSize: 65_536,
})

const firstOf = (value: string | string[] | undefined): string | undefined =>
  typeof value === 'object' ? value[0] : value

export const headerIn =
  (headers: HeaderMap): HeaderOf =>
  (name) =>
    firstOf(headers[name])

function decoded(body: Pieces, encoding: string | undefined): Pieces | null {
  if (encoding === undefined) return body
  const decoder = decoderOf(encoding.trim().toLowerCase())
  if (decoder === 'none') return body
  return decoder && piecesOf(pipeline(streamOf(body), decoder, ratioOf(decoder), () => {}))
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
