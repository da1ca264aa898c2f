import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { claudeCodeHandlers } from './claude-code.ts'
import { deskHandlers } from './desk.ts'
import { exportHandlers } from './export.ts'
import { intakeHandlers } from './intake.ts'
import { keptHandlers } from './kept.ts'
import { keyHandlers } from './keys.ts'
import { profileHandlers } from './profiles.ts'
import { providerHandlers } from './providers.ts'
import { relayHandlers } from './relay.ts'
import type { Rooms } from './rooms.ts'
import { sessionHandlers } from './sessions.ts'

/** One handler for every row of the table; one that is missing does not compile. */
export const createHandlers = (rooms: Rooms): Handlers => ({
  ...claudeCodeHandlers(rooms),
  ...deskHandlers(rooms),
  ...keptHandlers(rooms),
  ...keyHandlers(rooms),
  ...intakeHandlers(rooms),
  ...exportHandlers(rooms),
  ...providerHandlers(rooms),
  ...profileHandlers(rooms),
  ...relayHandlers(rooms),
  ...sessionHandlers(rooms),
})
