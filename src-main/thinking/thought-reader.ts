import { elementsAt, members, membersAt, stringAt } from '../bytes/json-members.ts'

/** An event of a stream, as far as it is looked at. */
interface Event {
  readonly name: string | null
  data(): string
}

/** Reads out of an answer, as it passes, what vouches for the thinking in it; it never sees the bytes that are written. */
export class ThoughtReader {
  readonly #signed: (signature: string) => void
  /** By block: what was said so far. */
  readonly #open = new Map<unknown, string>()

  /** `signed`: told of each signature, once it is whole. */
  constructor(signed: (signature: string) => void) {
    this.#signed = signed
  }

  /** Most of a stream is words, and none of them need be parsed: only a block that thinks is looked into. */
  read(events: readonly Event[]): void {
    for (const event of events) {
      if (event.name === 'content_block_start') this.#start(object(event))
      else if (this.#open.size === 0) continue
      else if (event.name === 'content_block_delta') this.#add(event.data())
      else if (event.name === 'content_block_stop') this.#stop(object(event).index)
      else if (event.name === 'message_stop') for (const index of [...this.#open.keys()]) this.#stop(index)
    }
  }

  /** An answer in one piece. */
  readWhole(body: Buffer): void {
    const content = members(body)?.get('content')
    for (const block of (content && elementsAt(body, content.valueStart)) ?? []) {
      const found = membersAt(body, block.start)
      const type = found?.get('type')
      const name = type && stringAt(body, type.valueStart, type.valueEnd)
      const voucher =
        name === 'thinking' ? found?.get('signature') : name === 'redacted_thinking' ? found?.get('data') : null
      const signature = voucher && stringAt(body, voucher.valueStart, voucher.valueEnd)
      if (signature) this.#signed(signature)
    }
  }

  #start({ index, content_block: block }: Fields): void {
    if (!isFields(block)) return
    const carrier = block.type === 'thinking' ? 'signature' : block.type === 'redacted_thinking' ? 'data' : null
    if (carrier === null) return
    const said = block[carrier]
    this.#open.set(index, typeof said === 'string' ? said : '')
  }

  #add(data: string): void {
    if (!data.includes('signature_delta')) return
    const { index, delta } = fieldsIn(data)
    if (!isFields(delta) || delta.type !== 'signature_delta' || typeof delta.signature !== 'string') return
    this.#open.set(index, (this.#open.get(index) ?? '') + delta.signature)
  }

  #stop(index: unknown): void {
    const signature = this.#open.get(index)
    this.#open.delete(index)
    if (signature) this.#signed(signature)
  }
}

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null
const object = (event: Event): Fields => fieldsIn(event.data())

function fieldsIn(data: string): Fields {
  try {
    const value: unknown = JSON.parse(data)
    return isFields(value) ? value : {}
  } catch {
    return {}
  }
}
