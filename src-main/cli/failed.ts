/** A command that cannot go on, in words for standard error. 2: what was asked for is wrong; 1: it could not be done. */
export class Failed extends Error {
  readonly exitCode: 1 | 2
  constructor(message: string, exitCode: 1 | 2 = 2) {
    super(message)
    this.name = 'Failed'
    this.exitCode = exitCode
  }
}
