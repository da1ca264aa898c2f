import { strict as assert } from 'node:assert'
import { Client } from 'undici'

/** Where something is asked for, and as whom. */
export interface Address {
  readonly origin: string
  readonly headers: Readonly<Record<string, string>>
}

/** A request, and what comes of it where all is well. */
export interface Order {
  /** What the provider is to answer, see `upstream.ts`. */
  readonly kind: string
  readonly body: Buffer
  /** Length of the answer's body; `null`: it is not known before. */
  readonly bytes: number | null
}

/** Told of each piece of an answer, and when it came (ns, the machine's steady clock). */
type OnData = (chunk: Buffer, at: bigint) => void

const now = () => process.hrtime.bigint()

/** Connections to one address; on each, one request at a time, as so many Claude Codes would. */
export class Lanes {
  readonly #clients: Client[]
  readonly #headers: readonly Record<string, string>[]

  constructor({ origin, headers }: Address, connections: number) {
    const options = { pipelining: 1, headersTimeout: 0, bodyTimeout: 0 } as const
    this.#clients = Array.from({ length: connections }, () => new Client(origin, options))
    this.#headers = this.#clients.map((_, i) => ({
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'user-agent': 'claude-cli/2.0.0 (external, cli)',
      'x-claude-code-session-id': `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
      ...headers,
    }))
  }

  /** Sends `requests`, shared among all lanes. Resolves with the time to the first byte of each, in µs. */
  async drive(order: Order, requests: number): Promise<number[]> {
    const waits: number[] = []
    let left = requests
    const lane = async (_: Client, i: number) => {
      while (left-- > 0) waits.push(await this.#send(i, order))
    }
    await Promise.all(this.#clients.map(lane))
    return waits
  }

  /** One request on each lane at the same time. */
  async each(order: Order, onData: OnData): Promise<void> {
    await Promise.all(this.#clients.map((_, i) => this.#send(i, order, onData)))
  }

  /** One request on each lane, whose answer goes on. Resolves once the first byte of each is there. */
  async open(order: Order): Promise<void> {
    await Promise.all(
      this.#clients.map(
        (_, i) =>
          new Promise<void>((begun, failed) => {
            this.#send(i, order, () => begun()).catch(failed)
          }),
      ),
    )
  }

  /** The body of one answer. */
  async ask(order: Order): Promise<string> {
    const chunks: Buffer[] = []
    await this.#send(0, order, (chunk) => chunks.push(chunk))
    return Buffer.concat(chunks).toString()
  }

  async close(): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.destroy()))
  }

  #send(lane: number, { kind, body, bytes }: Order, onData?: OnData): Promise<number> {
    return new Promise((resolve, reject) => {
      const began = now()
      let firstUs = 0
      let came = 0
      const path = '/v1/messages'
      const headers = { ...this.#headers[lane], 'anthropic-bench': kind }
      this.#clients[lane]?.dispatch(
        { path, method: 'POST', headers, body },
        {
          onRequestStart() {},
          onResponseStart(_controller, status) {
            if (status !== 200) reject(new Error(`${kind} was answered with ${status}`))
          },
          onResponseData(_controller, chunk) {
            const at = now()
            if (came === 0) firstUs = Number(at - began) / 1000
            came += chunk.length
            onData?.(chunk, at)
          },
          onResponseEnd() {
            try {
              if (bytes !== null) assert.equal(came, bytes, `${kind}: the answer has another length`)
              resolve(firstUs)
            } catch (error) {
              reject(error)
            }
          },
          onResponseError: (_controller, error) => reject(error),
        },
      )
    })
  }
}
