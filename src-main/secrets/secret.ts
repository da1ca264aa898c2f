import { inspect } from 'node:util'
import { nameOf, readCredential } from '../../src-shared/domain/credential.ts'

/**
 * A raw key while the vault holds it. Printed, concatenated, inspected or serialised it is «secret»;
 * only `reveal` gives the value, so a search for that word finds every place that sees one.
 */
export class Secret {
  readonly #value: string
  constructor(value: string) {
    this.#value = value
  }
  reveal(): string {
    return this.#value
  }
  toString(): string {
    return '«secret»'
  }
  toJSON(): string {
    return '«secret»'
  }
  [inspect.custom](): string {
    return '«secret»'
  }
}

/**
 * The last four characters, for recognising a key; nothing of one too short to spare them. Of a credential in several
 * parts those of the one that names it.
 */
export function hintOf(secret: string): string {
  const credential = readCredential(secret)
  const shown = credential === null ? secret : (nameOf(credential) ?? '')
  return shown.length < 16 ? '' : shown.slice(-4)
}
