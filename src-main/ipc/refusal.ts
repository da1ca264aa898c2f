import type { AppError } from '../../src-shared/ipc/contract.ts'

/** A no in our own words, meant for the user. Anything else that is thrown is a bug and stays out of the window. */
export class Refusal extends Error {
  readonly code: Extract<AppError['code'], 'refused' | 'not_found' | 'unreachable'>
  constructor(message: string, code: Refusal['code'] = 'refused') {
    super(message)
    this.name = 'Refusal'
    this.code = code
  }
}
