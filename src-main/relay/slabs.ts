/** Memory that nobody uses at the moment and that is kept all the same, in bytes. */
const MOST_IDLE = 32 * 1024 * 1024

/**
 * Memory for bodies, used again and again: new pages cost far more than what is copied into them, in Electron most of
 * all. What lies in a slab beyond a body is of earlier ones and is never read.
 */
export class Slabs {
  /** By size, a power of two. */
  readonly #free = new Map<number, ArrayBufferLike[]>()
  #idle = 0

  /** Room for a body of so many bytes, one at the least. */
  take(bytes: number): Buffer {
    const size = 2 ** Math.ceil(Math.log2(bytes))
    const known = this.#free.get(size)?.pop()
    if (known) this.#idle -= size
    return Buffer.from(known ?? Buffer.allocUnsafeSlow(size).buffer, 0, bytes)
  }

  /** A body that was taken here, and that nobody reads any more: neither we nor a connection that still sends it. */
  give({ buffer }: Buffer): void {
    if (this.#idle + buffer.byteLength > MOST_IDLE) return
    this.#idle += buffer.byteLength
    const same = this.#free.get(buffer.byteLength)
    if (same) same.push(buffer)
    else this.#free.set(buffer.byteLength, [buffer])
  }
}
