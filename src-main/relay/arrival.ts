import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { Signal } from '../ports.ts'
import type { HeaderMap } from './headers.ts'

/** The body of an answer, piece by piece. */
export interface Pieces {
  /** `null`: it is over. Rejects where it breaks, then and ever after. */
  next(): Promise<Buffer | null>
}

/** More than this is not read ahead of whoever reads it, in bytes. */
const MOST_AHEAD = 64 * 1024

/**
 * One answer on its way in, straight from undici's parser: a stream of Node's between costs more than everything else
 * that is done with a piece. `signal` calls the request off at any time.
 */
export class Arrival implements Dispatcher.DispatchHandler, Pieces {
  /** The headers are there; or they never will be. */
  readonly head: Promise<{ status: number; headers: HeaderMap }>
  readonly #signal: Signal
  readonly #reason: Error
  readonly #leave = () => this.#controller?.abort(this.#reason)
  #begin: (head: { status: number; headers: HeaderMap }) => void = () => {}
  #fail: (error: Error) => void = () => {}
  #controller: Dispatcher.DispatchController | null = null
  readonly #ahead: Buffer[] = []
  #bytesAhead = 0
  #over = false
  #error: Error | null = null
  #reader: { resolve(piece: Buffer | null): void; reject(error: Error): void } | null = null

  constructor(signal: Signal, reason: Error) {
    this.#signal = signal
    this.#reason = reason
    this.head = new Promise((resolve, reject) => {
      this.#begin = resolve
      this.#fail = reject
    })
  }

  next(): Promise<Buffer | null> {
    const piece = this.#ahead.shift()
    if (piece) {
      this.#bytesAhead -= piece.length
      if (this.#bytesAhead <= MOST_AHEAD) this.#controller?.resume()
      return Promise.resolve(piece)
    }
    if (this.#error) return Promise.reject(this.#error)
    if (this.#over) return Promise.resolve(null)
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject }
    })
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#signal.aborted) this.#leave()
    else this.#signal.addEventListener('abort', this.#leave)
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: HeaderMap): void {
    // RFC 9110, 15.2: the answer itself is still to come.
    if (status >= 200) this.#begin({ status, headers })
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    const reader = this.#reader
    if (reader) {
      this.#reader = null
      reader.resolve(piece)
      return
    }
    this.#ahead.push(piece)
    this.#bytesAhead += piece.length
    if (this.#bytesAhead > MOST_AHEAD) controller.pause()
  }

  onResponseEnd(): void {
    this.#signal.removeEventListener('abort', this.#leave)
    this.#over = true
    this.#reader?.resolve(null)
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#signal.removeEventListener('abort', this.#leave)
    this.#error = error
    this.#fail(error)
    this.#reader?.reject(error)
  }
}

/** The same as a stream of Node's, for what works on such. */
export function streamOf(pieces: Pieces): Readable {
  const stream = Readable.from(all(pieces), { objectMode: false })
  // Who reads it hears of it; where nobody does any more, it must not bring the process down.
  return stream.on('error', () => {})
}

async function* all(pieces: Pieces): AsyncGenerator<Buffer> {
  for (let piece = await pieces.next(); piece !== null; piece = await pieces.next()) yield piece
}

/** What such work makes of it. */
export function piecesOf(stream: Readable): Pieces {
  const chunks = stream.on('error', () => {})[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  return {
    async next() {
      const { done, value } = await chunks.next()
      return done === true ? null : value
    },
  }
}
