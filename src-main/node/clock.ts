import type { Clock } from '../ports.ts'

/** Looks like an epoch, but a user who sets the wall clock moves nothing. */
export const nodeClock: Clock = { now: () => performance.timeOrigin + performance.now() }
