import { text } from '../../src-shared/text/text.ts'
import { EventCutter, eventsIn, field, parsed, type SseEvent } from '../bytes/sse.ts'
import type { Signal } from '../ports.ts'
import { statusOfType } from '../providers/error-types.ts'
import type { Draft } from '../providers/provider.ts'
import { type Pieces, piecesOf, streamOf } from './arrival.ts'
import { called, calledAt } from './called.ts'
import { hiddenStatus, inAnthropicsWords, isAnswer, saidBy } from './dialect.ts'
import type { HeaderMap } from './headers.ts'
import { Leaving } from './leaving.ts'
import type { Upstream } from './parts.ts'
import type { Failure } from './retry-table.ts'
import { Silence } from './silence.ts'
import { headerIn, type Reply, type Upstreams, unreachable } from './upstream.ts'
import type { Wire } from './wires.ts'

/** A whole answer, held in memory. */
export interface Whole {
  readonly status: number
  readonly headers: HeaderMap
  readonly body: Buffer
}

/** Whole events of a stream, as bytes and as read. */
export interface Batch {
  readonly bytes: Buffer
  readonly events: readonly SseEvent[]
}

export type Outcome =
  /** A stream whose first event is neither a ping nor an error. */
  | { kind: 'stream'; reply: Reply; first: Batch }
  /** An answer too large to hold: passed on as it comes. */
  | { kind: 'bytes'; reply: Reply; first: Buffer }
  /** To be delivered: a success, or the client's own fault. */
  | { kind: 'whole'; answer: Whole }
  /** `answer`: what the upstream said, for the case that nobody does better; `null`: nothing a client should see. */
  | { kind: 'failed'; failure: Failure; status: number | null; answer: Whole | null }
  | { kind: 'gone' }

type Asked = Pick<Upstream, 'id' | 'provider' | 'baseUrl'>

/** An answer up to this size is read wholly before any of it is sent. */
const MOST_WHOLE = 8 * 1024 * 1024
/** So is one event. */
const MOST_EVENT = 16 * 1024 * 1024
/** What a provider gets to see of a body in order to judge it. */
const MOST_JUDGED = 64 * 1024

const OVERLOADED = 529

/** Why an answer that had begun did not end well. */
export class Cut extends Error {
  override readonly name = 'Cut'
}

/** One request to one upstream with one key, from its first byte to its last. `close` it in any case. */
export class Exchange {
  readonly #upstreams: Upstreams
  readonly #way: Asked
  readonly #called: string
  readonly #gone: Signal
  readonly #stop = new Leaving()
  readonly #leave = () => this.#stop.abort()
  readonly #silence: Silence
  #quietMs: number
  readonly #cutter = new EventCutter()
  #body: Pieces | null = null
  #silent = false
  #over = false

  /** `quietMs`: silence after which it is given up. `gone`: the client has left. */
  constructor(upstreams: Upstreams, way: Asked, quietMs: number, gone: Signal) {
    this.#upstreams = upstreams
    this.#way = way
    this.#called = called(way)
    this.#gone = gone
    this.#quietMs = quietMs
    this.#silence = new Silence(quietMs, () => {
      this.#silent = true
      this.#stop.abort()
    })
    gone.addEventListener('abort', this.#leave)
  }

  /** Sends the request and reads as much of the answer as is needed to know what it is. Never rejects. */
  async begin(draft: Draft, onHeaders: (reply: Reply) => void, wire?: Wire): Promise<Outcome> {
    if (this.#gone.aborted) return { kind: 'gone' }
    try {
      const reply = translated(draft, await this.#upstreams.send(this.#way.baseUrl, draft, this.#stop, wire))
      this.#silence.touch()
      onHeaders(reply)
      if (reply.body === null)
        return this.#garbled(reply, words.encoded(this.#called, reply.header('content-encoding') ?? ''))
      this.#body = reply.body
      const isStream = reply.status < 300 && /^text\/event-stream\b/i.test(reply.header('content-type') ?? '')
      return isStream ? await this.#beginStream(reply) : await this.#readWhole(reply)
    } catch (error) {
      if (this.#gone.aborted) return { kind: 'gone' }
      return { kind: 'failed', failure: this.#lost(error), status: null, answer: null }
    }
  }

  /** The next bytes of the answer; `null`: it is over. Throws `Cut`. */
  async next(): Promise<Buffer | null> {
    try {
      const piece = (await this.#body?.next()) ?? null
      this.#silence.touch()
      this.#over = piece === null
      return piece
    } catch (cause) {
      const name = this.#called
      throw new Cut(this.#silent ? words.silent(name, this.#quietMs) : words.cut(name), { cause })
    }
  }

  /** The next whole events; `null`: the stream is over. Throws `Cut`. */
  async nextBatch(): Promise<Batch | null> {
    for (;;) {
      const chunk = await this.next()
      const bytes = chunk === null ? ended(this.#cutter) : this.#cutter.push(chunk)
      if (bytes.length > 0) return { bytes, events: eventsIn(bytes) }
      if (chunk === null) return null
      if (this.#cutter.heldBytes > MOST_EVENT) throw new Cut(words.event(this.#called))
    }
  }

  /** From here on silence is borne for this long, in ms. */
  allow(quietMs: number): void {
    this.#quietMs = quietMs
    this.#silence.allow(quietMs)
  }

  /** While the client is slow to read, an upstream that waits for it is not silent. */
  hold(): void {
    this.#silence.hold()
  }
  resume(): void {
    this.#silence.resume()
  }

  /** Lets go of the connection; an answer that is not over is cancelled. */
  close(): void {
    this.#silence.stop()
    this.#gone.removeEventListener('abort', this.#leave)
    if (!this.#over) this.#stop.abort()
  }

  /** Reads up to the first event that says something. */
  async #beginStream(reply: Reply): Promise<Outcome> {
    const held: Batch[] = []
    for (;;) {
      const batch = await this.nextBatch()
      if (batch === null) return this.#garbled(reply, words.empty(this.#called))
      held.push(batch)
      const first = batch.events.find((event) => event.name !== 'ping')
      if (!first) continue
      if (first.name === null) return this.#garbled(reply, words.garbled(this.#called))
      const error = batch.events.find((event) => event.name === 'error')
      if (error && batch.events.every((event) => EMPTY.has(event.name ?? '')))
        return this.#judgeEvent(reply, error.data())
      const bytes = Buffer.concat(held.map((it) => it.bytes))
      return { kind: 'stream', reply, first: { bytes, events: eventsIn(bytes) } }
    }
  }

  /** A stream that begins with an error is that error, and not a stream. */
  #judgeEvent(reply: Reply, data: string): Outcome {
    const type = field(field(parsed(data), 'error'), 'type')
    const status = statusOfType(typeof type === 'string' ? type : '') ?? 500
    const headers = { ...reply.headers, 'content-type': 'application/json' }
    return this.#judge({ ...reply, status, headers }, Buffer.from(data), true)
  }

  async #readWhole(reply: Reply): Promise<Outcome> {
    const chunks: Buffer[] = []
    let length = 0
    for (let chunk = await this.next(); chunk !== null; chunk = await this.next()) {
      chunks.push(chunk)
      length += chunk.length
      if (length <= MOST_WHOLE) continue
      const first = Buffer.concat(chunks)
      return reply.status < 300 ? { kind: 'bytes', reply, first } : this.#judge(reply, first, false)
    }
    const [only] = chunks
    return this.#judge(reply, only && chunks.length === 1 ? only : Buffer.concat(chunks), true)
  }

  #judge(reply: Reply, body: Buffer, complete: boolean): Outcome {
    const { provider } = this.#way
    const { status, headers } = reply
    if (status < 300 && isAnswer(body)) return { kind: 'whole', answer: { status, headers, body } }
    const start = body.toString('utf8', 0, MOST_JUDGED)
    const verdict = saidBy(this.#called, status, start, provider.classify(status, reply.header, start))
    if (verdict.kind !== 'deliver') {
      // A redirect, or an error behind a success, has no body that could be shown as it is.
      // Of a status of a vendor's own a client would not know that it may come again.
      const busy = verdict.kind === 'overloaded' && status !== 429 && status < 500 ? OVERLOADED : status
      const answer = complete && status >= 400 ? this.#worded(busy, headers, body, verdict.said) : null
      return { kind: 'failed', failure: verdict, status, answer }
    }
    if (body.length === 0) return this.#garbled(reply, words.empty(this.#called))
    const real = status < 300 ? hiddenStatus(start) : status
    if (real === null || !complete) return this.#garbled(reply, words.garbled(this.#called))
    return { kind: 'whole', answer: this.#worded(real, headers, body, text.providers.answered(this.#called, real)) }
  }

  #worded(status: number, headers: HeaderMap, body: Buffer, otherwise: string): Whole {
    const worded = inAnthropicsWords(this.#way.provider, status, body, otherwise)
    return {
      status,
      headers: worded === body ? headers : { ...headers, 'content-type': 'application/json' },
      body: worded,
    }
  }

  #garbled(reply: Reply, said: string): Outcome {
    return { kind: 'failed', failure: { kind: 'broken', waitMs: null, said }, status: reply.status, answer: null }
  }

  #lost(error: unknown): Failure {
    if (!this.#silent) return unreachable(error, calledAt(this.#way))
    const said = words.silent(this.#called, this.#quietMs)
    return { kind: 'unreachable', cause: 'timeout', perhapsBilled: true, said }
  }
}

const words = text.errors.upstream

/** Errors stay in their own format, because that is how their provider judges them. */
function translated({ translate }: Draft, reply: Reply): Reply {
  if (!translate || reply.body === null || reply.status >= 300) return reply
  const { contentType, body } = translate(reply.header('content-type') ?? '', streamOf(reply.body))
  const { 'content-length': _, ...rest } = reply.headers
  const headers: HeaderMap = { ...rest, 'content-type': contentType }
  return { ...reply, headers, header: headerIn(headers), body: piecesOf(body) }
}

/** Events after which an error may still be answered by asking somebody else: they hold nothing of the answer. */
const EMPTY: ReadonlySet<string> = new Set(['ping', 'message_start', 'error'])

/** Some end their last event without the blank line that belongs after it; half of one is dropped. */
function ended(cutter: EventCutter): Buffer {
  const rest = cutter.takeRest()
  const last = eventsIn(rest)[0]
  if (!last || parsed(last.data()) === null) return Buffer.alloc(0)
  return Buffer.concat([rest, Buffer.from('\n\n')])
}
