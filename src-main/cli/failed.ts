/** A command that cannot go on, in words for standard error; none where all was said already. 2: what was asked for is wrong; 1: it could not be done. */
export class Failed extends Error {
  readonly exitCode: number
  constructor(message: string, exitCode = 2) {
    super(message)
    this.name = 'Failed'
    this.exitCode = exitCode
  }
}

/** All there is to say of a bug; for a log or a terminal, never for a window. */
export const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
