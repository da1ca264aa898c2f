import { err, ok } from '../../src-shared/domain/result.ts'
import { type Handlers, type Reply, type RequestName, requests } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Log } from '../ports.ts'
import type { Redactor } from '../secrets/redact.ts'
import { Refusal } from './refusal.ts'

export type Serve = (name: string, input: unknown) => Promise<Reply<never>>

/**
 * The typed table as one function that takes whatever a window sent and never throws. Input is decoded
 * and output stripped by the row's schema; a Refusal is told in its own words; anything else is a bug,
 * logged whole and told as one sentence that says nothing of it.
 */
export function serve(handlers: Handlers, log: Log, redactor: Pick<Redactor, 'text'>): Serve {
  return async (name, input) => {
    if (!Object.hasOwn(requests, name)) return err({ code: 'not_found', message: text.notices.notFound(name) })
    const row = requests[name as RequestName]
    const parsed = row.input.safeParse(input)
    if (!parsed.success) {
      const where = parsed.error.issues.map(({ path }) => path.join('.')).find((path) => path !== '')
      return err({ code: 'bad_request', message: text.notices.badInput(where ?? '') })
    }
    try {
      const handler = handlers[name as RequestName] as (input: unknown) => unknown
      return ok(row.output.parse(await handler(parsed.data)) as never)
    } catch (error) {
      if (error instanceof Refusal) return err({ code: error.code, message: redactor.text(error.message) })
      log.error(
        { request: name, error: error instanceof Error ? (error.stack ?? error.message) : String(error) },
        'a request of the window failed',
      )
      return err({ code: 'internal', message: text.notices.internal })
    }
  }
}
