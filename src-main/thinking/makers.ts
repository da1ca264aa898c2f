import { createHash } from 'node:crypto'

/** Signatures whose maker is remembered; the one not asked about for longest is forgotten first. */
const MOST = 20_000

/**
 * Remembers which server vouched for which piece of thinking: by what it signed it with, of which only a digest
 * is kept. A maker is any text that is the same for all who accept each other's signatures.
 */
export class Makers {
  readonly #bySignature = new Map<string, string>()

  /** This maker signed so. */
  made(maker: string, signature: string): void {
    if (signature === '') return
    const name = digest(signature)
    this.#bySignature.delete(name)
    this.#bySignature.set(name, maker)
    if (this.#bySignature.size <= MOST) return
    const oldest = this.#bySignature.keys().next()
    if (!oldest.done) this.#bySignature.delete(oldest.value)
  }

  /** `null`: nobody here has seen it made. */
  of(signature: string): string | null {
    const name = digest(signature)
    const maker = this.#bySignature.get(name)
    if (maker === undefined) return null
    this.#bySignature.delete(name)
    this.#bySignature.set(name, maker)
    return maker
  }
}

const digest = (signature: string): string => createHash('sha256').update(signature).digest('base64url').slice(0, 24)
