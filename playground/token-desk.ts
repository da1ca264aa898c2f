import { hex } from './plain.ts'

interface Issued {
  readonly token: string
  /** Whose it is: the credential it was given for. */
  readonly credential: string
  /** Epoch ms. */
  readonly until: number
}

/** What a token endpoint gave out, and to whom: the door beside it looks here. */
export class TokenDesk {
  readonly issued: Issued[] = []
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  issue(prefix: string, credential: string, seconds: number): string {
    const token = `${prefix}${hex(24)}`
    this.issued.push({ token, credential, until: this.#now() + seconds * 1000 })
    return token
  }

  /** The credential behind a token that is still good; `null`: it never was, or is no more. */
  credentialOf(token: string | null): string | null {
    const found = this.issued.find((it) => it.token === token)
    return found && this.#now() < found.until ? found.credential : null
  }

  /** Every token given out so far is good for nothing. */
  revoke(): void {
    this.issued.splice(0)
  }
}
