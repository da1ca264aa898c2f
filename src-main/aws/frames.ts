import { crc32 } from 'node:zlib'

/** One message of `application/vnd.amazon.eventstream`. */
export interface Frame {
  /** Those that are text; by name, which begins with a colon where it is AWS's own. */
  readonly headers: Readonly<Record<string, string>>
  readonly payload: Buffer
}

/** A stream that is not what it says it is. */
class BadFrame extends Error {
  override readonly name = 'BadFrame'
}

/** Total length, length of the headers, checksum of the two. */
const PRELUDE = 12
const CHECKSUM = 4
/** AWS allows 16 MB of payload and 128 kB of headers. */
const MOST_BYTES = 16 * 1024 * 1024 + 128 * 1024

/**
 * Cuts a stream into its frames, wherever the network cut it. All numbers are big-endian, the checksums CRC-32 (the
 * one of gzip) over everything before them.
 */
export class FrameCutter {
  #held: Buffer[] = []
  #length = 0
  /** Bytes of the frame that is coming; 0: not known yet. */
  #wanted = 0

  /** The frames that are whole now. Throws BadFrame; nothing can be read after that. */
  push(chunk: Buffer): Frame[] {
    this.#held.push(chunk)
    this.#length += chunk.length
    const frames: Frame[] = []
    for (;;) {
      if (this.#wanted === 0 && this.#length >= PRELUDE) this.#wanted = lengthIn(this.#joined())
      if (this.#wanted === 0 || this.#length < this.#wanted) return frames
      const all = this.#joined()
      frames.push(frameIn(all.subarray(0, this.#wanted)))
      const rest = all.subarray(this.#wanted)
      this.#held = rest.length === 0 ? [] : [rest]
      this.#length = rest.length
      this.#wanted = 0
    }
  }

  /** Bytes of a frame that is not whole. */
  get heldBytes(): number {
    return this.#length
  }

  #joined(): Buffer {
    const [first] = this.#held
    if (first && this.#held.length === 1) return first
    const all = Buffer.concat(this.#held)
    this.#held = [all]
    return all
  }
}

function lengthIn(bytes: Buffer): number {
  const total = bytes.readUInt32BE(0)
  const headers = bytes.readUInt32BE(4)
  if (crc32(bytes.subarray(0, 8)) !== bytes.readUInt32BE(8)) throw new BadFrame('the prelude’s checksum is wrong')
  if (total > MOST_BYTES || headers > total - PRELUDE - CHECKSUM) throw new BadFrame('its lengths are impossible')
  return total
}

function frameIn(bytes: Buffer): Frame {
  const end = bytes.length - CHECKSUM
  if (crc32(bytes.subarray(0, end)) !== bytes.readUInt32BE(end)) throw new BadFrame('the message’s checksum is wrong')
  const payloadAt = PRELUDE + bytes.readUInt32BE(4)
  return { headers: headersIn(bytes.subarray(PRELUDE, payloadAt)), payload: bytes.subarray(payloadAt, end) }
}

/** Bytes of a header's value by its type; `null`: a length of two bytes stands before it. */
const SIZES: readonly (number | null)[] = [0, 0, 1, 2, 4, 8, null, null, 8, 16]
const TEXT = 7

function headersIn(bytes: Buffer): Record<string, string> {
  const found: Record<string, string> = {}
  for (let at = 0; at < bytes.length; ) {
    const nameEnd = at + 1 + (bytes[at] ?? 0)
    const name = bytes.toString('utf8', at + 1, nameEnd)
    const type = bytes[nameEnd] ?? -1
    const fixed = SIZES[type]
    if (fixed === undefined || (fixed === null && nameEnd + 3 > bytes.length)) throw new BadFrame('a header is broken')
    const start = nameEnd + (fixed === null ? 3 : 1)
    at = start + (fixed ?? bytes.readUInt16BE(nameEnd + 1))
    if (at > bytes.length) throw new BadFrame('a header is cut off')
    if (type === TEXT) found[name] = bytes.toString('utf8', start, at)
  }
  return found
}
