import type { Handlers } from '../../../src-shared/ipc/contract.ts'
import { deskHandlers } from './desk.ts'
import { keyHandlers } from './keys.ts'
import { providerHandlers } from './providers.ts'
import { relayHandlers } from './relay.ts'
import type { Rooms } from './rooms.ts'

/** One handler for every row of the table; one that is missing does not compile. */
export const createHandlers = (rooms: Rooms): Handlers => ({
  ...deskHandlers(rooms),
  ...keyHandlers(rooms),
  ...providerHandlers(rooms),
  ...relayHandlers(rooms),
})
