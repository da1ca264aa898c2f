import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import type { Cost } from '../../src-shared/domain/session.ts'

/** What one request cost, in millionths of a USD, by prices of that day; `null` where it has none. */
export interface Price {
  readonly micros: number
  readonly asOf: string | null
}

/** What requests add up to. */
export interface Tally {
  readonly requests: number
  readonly usage: TokenUsage
  readonly cost: Cost
}

export const nothing: Tally = {
  requests: 0,
  usage: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
  cost: { micros: 0, priced: 0, unpriced: 0, asOf: null },
}

/** One more request. Where it used no tokens it cost nothing; where it did and the price is not known, that is counted. */
export function tallied(tally: Tally, usage: TokenUsage | null, price: Price | null): Tally {
  const requests = tally.requests + 1
  if (usage === null) return { ...tally, requests }
  const { cost } = tally
  return {
    requests,
    usage: {
      input: tally.usage.input + usage.input,
      output: tally.usage.output + usage.output,
      cacheRead: tally.usage.cacheRead + usage.cacheRead,
      cacheWrite: tally.usage.cacheWrite + usage.cacheWrite,
    },
    cost:
      price === null
        ? { ...cost, unpriced: cost.unpriced + 1 }
        : {
            ...cost,
            micros: cost.micros + price.micros,
            priced: cost.priced + 1,
            asOf: older(cost.asOf, price.asOf),
          },
  }
}

/** Of two days, the earlier. */
const older = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? (a ?? b) : a < b ? a : b
