import { createHash } from 'node:crypto'

/**
 * JSON that goes into other JSON byte for byte. A placeholder stands for it while the document is built; it is made
 * of the whole of `seed`, so that nothing within the seed can hold it.
 */
export class RawJson {
  readonly #mark: string
  readonly #values: string[] = []

  constructor(seed: Buffer) {
    this.#mark = `raw-${createHash('sha256').update(seed).digest('hex')}`
  }

  /** To be put in its place, as a string. */
  put(json: string): string {
    this.#values.push(json)
    return `${this.#mark}-${this.#values.length - 1}`
  }

  /** The document with everything in its place. */
  fill(document: string): string {
    if (this.#values.length === 0) return document
    return document.replace(new RegExp(`"${this.#mark}-(\\d+)"`, 'g'), (_, at) => this.#values[Number(at)] ?? '{}')
  }
}
