import type { Speed } from '../../src-shared/domain/recent.ts'
import { duration, percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.providers.speed

/** "0.4 requests a second, 99% answered, first token after 0.6 s, 95% within 2.1 s." */
export function speedWords({ perSecond, success, p50, p95 }: Speed): string {
  const rate = perSecond >= 10 ? String(Math.round(perSecond)) : perSecond.toFixed(perSecond < 0.095 ? 2 : 1)
  const parts = [
    words.rate(rate),
    ...(success === null ? [] : [words.success(percent(success))]),
    ...(p50 === null || p95 === null ? [] : [words.first(duration(p50)), words.most(duration(p95))]),
  ]
  return `${parts.join(', ')}.`
}
