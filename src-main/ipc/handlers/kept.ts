import { assertNever } from '../../../src-shared/domain/result.ts'
import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import type { Rooms } from './rooms.ts'
import { stored } from './stored.ts'

/** What is kept beyond a request can be deleted while the relay goes on. */
export function keptHandlers({ sessions, pool, hints, logs, lines, log, live }: Rooms): Pick<Handlers, 'kept.forget'> {
  return {
    async 'kept.forget'({ what }) {
      switch (what) {
        case 'sessions':
          return stored(sessions.forgetOver())
        case 'limits':
          pool.forgetLearned()
          // During practice the pool holds nothing of the user's own.
          if (!live().practice) await stored(hints?.write(pool.save()) ?? Promise.resolve())
          return
        case 'logs':
          logs.forget()
          lines.forget()
          return log.info({}, 'the log was deleted by its user')
        default:
          return assertNever(what)
      }
    },
  }
}
