import type { Cost, SessionView } from '../domain/session.ts'
import { dollars, percent } from './format.ts'
import { text } from './text.ts'

const words = text.window.sessions

/** `code/api`: as much of a path as tells folders apart at a glance. */
export function shortPath(path: string): string {
  const parts = path.split(/[\\/]/).filter(Boolean)
  return parts.length === 0 ? path : parts.slice(-2).join('/')
}

/** What a session is called: by its folder, or that it was started elsewhere. */
export const sessionName = ({ folder }: Pick<SessionView, 'folder'>): string =>
  folder === null ? words.other : shortPath(folder)

export const inputIn = (usage: SessionView['usage']): number => usage.input + usage.cacheRead + usage.cacheWrite

/** Share of the input that came from the cache; empty where there was no input. */
export function cachedShare({ usage }: Pick<SessionView, 'usage'>): string {
  const input = inputIn(usage)
  return input === 0 ? '' : percent(usage.cacheRead / input)
}

/** What it came to, and of which day the prices are; what has no price is never called nothing. */
export function costText({ micros, priced, unpriced, asOf }: Cost): { amount: string; note: string } {
  if (priced === 0) return { amount: unpriced > 0 ? words.noPrice : '', note: '' }
  const amount = dollars(micros / 1_000_000)
  if (unpriced > 0) return { amount: words.atLeast(amount), note: words.someUnpriced(unpriced) }
  return { amount, note: asOf === null ? '' : words.pricesOf(asOf) }
}
