import type { TokenUsage } from '../../src-shared/domain/relay.ts'
import type { Prices } from './facts.ts'

/**
 * What a request cost, in millionths of a USD, whole; `null` where the price is not known, so that nobody takes
 * it for free. Cache writes count as five-minute ones: the usage does not tell them from the dearer hour.
 */
export function costOf(prices: Prices | null, usage: TokenUsage): number | null {
  if (prices === null) return null
  const { input, output, cacheRead, cacheWrite } = usage
  const { long } = prices
  const at = long && input + cacheRead + cacheWrite > long.above ? long : prices
  // USD per million tokens are millionths of a USD per token.
  return Math.round(input * at.input + output * at.output + cacheRead * at.cacheRead + cacheWrite * at.cacheWrite5m)
}
