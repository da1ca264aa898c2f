import type { Dimension } from '../../domain/limits.ts'
import { timeOfDay, tokens } from '../format.ts'

const limit: Record<Dimension, string> = { rpm: 'requests', itpm: 'input', otpm: 'output' }

/** Why a key was taken, and why another was not. Times are epoch ms. */
export const pool = {
  why: {
    stays: 'the session stays where its prompt cache is',
    together: 'with the rest of its session',
    only: 'the only key',
    mostRoom: (left: string) => `most room: ${left} left`,
    noLimitSeen: 'no limit seen yet; fewest requests under way',
    inTurn: 'next in turn',
    atRandom: 'drawn at random',
    byWeight: 'drawn by weight',
    aKey: 'its key',
    moved: (from: string, to: string, because: string, cached: number) =>
      `moved from ${from} to ${to}: ${because}${cached > 0 ? `; ${tokens(cached)} cached tokens re-billed` : ''}`,
    full: (until: number) => `used up until ${timeOfDay(until)}`,
    probing: (label: string) => `the limits of ${label} are being found out with one request first`,
  },
  moreKeys: (count: number) => `${count} more keys`,
  because: {
    likewise: 'none of them could be taken',
    gone: 'removed',
    disabled: 'switched off',
    invalid: (reason: string) => `set aside: ${reason}`,
    tooLarge: (cap: number) => `the request is larger than its whole input limit of ${tokens(cap)} tokens a minute`,
    resting: (until: number, reason: string) => `resting until ${timeOfDay(until)}: ${reason}`,
    probing: 'its limits are being found out with one request first',
    full: (dimension: Dimension, until: number) => `${limit[dimension]} used up until ${timeOfDay(until)}`,
    atCeiling: (dimension: Dimension, until: number) =>
      `your own ceiling for ${limit[dimension]} is reached until ${timeOfDay(until)}`,
    atReserve: (dimension: Dimension, until: number) =>
      `what is left of ${limit[dimension]} is kept for you until ${timeOfDay(until)}`,
    beyondReserve: (dimension: Dimension, lendable: number) =>
      `the request may need more than the ${tokens(lendable)} of ${limit[dimension]} a minute that are lent; the rest is kept for you`,
    pausedByUser: 'paused by you',
    budgetSpent: (usd: string) => `its budget of ${usd} for today is spent`,
    queued: 'others are waiting for it',
    tried: 'already tried for this request',
    hadRoom: 'another had more room',
  },
} as const
