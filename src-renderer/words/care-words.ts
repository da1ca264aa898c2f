import { daysTo } from '../../src-shared/domain/day.ts'
import { type KeyView, MOST_TAGS, Tag } from '../../src-shared/domain/key.ts'
import { dollars, percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { type Said, said } from './said.ts'

const words = text.window.keys.care

/** Days before its last one from which on a key's row speaks of it, and from which on it is news. */
const SAY_DAYS = 30
const NEWS_DAYS = 7

/** "expires in 5 days"; `null` while that is far off. */
export function expiryNote({ care }: Pick<KeyView, 'care'>, now: number): Said | null {
  if (care?.expiresOn === undefined) return null
  const days = daysTo(care.expiresOn, now)
  if (days > SAY_DAYS) return null
  if (days < 0) return said(words.expired, 'bad')
  return said(words.expiresIn(days), days <= NEWS_DAYS ? 'warn' : 'plain')
}

/** "20% kept for you"; `null` where all of it is lent. */
export const keptNote = ({ care }: Pick<KeyView, 'care'>): Said | null =>
  care?.reserve === undefined ? null : said(words.kept(percent(care.reserve)), 'quiet')

/** What a day has cost so far; `null` where it cost nothing. */
export function spentWords(usd: number, unpriced: number): string | null {
  if (usd === 0 && unpriced === 0) return null
  return unpriced === 0 ? words.spent(dollars(usd)) : words.spentSome(dollars(usd), unpriced)
}

/** `eu, work` → its words, each once; what cannot be a tag is left out. */
export function tagsIn(typed: string): string[] {
  const all = typed.split(',').flatMap((word) => Tag.safeParse(word).data ?? [])
  return [...new Set(all)].slice(0, MOST_TAGS)
}

/** `25`, `$2.5`, `20 %`; what is no number is nothing. */
export function numberIn(typed: string): number {
  const n = Number(typed.replace(/[$%\s]/g, '').replace(',', '.'))
  return Number.isFinite(n) && n > 0 ? n : 0
}

/** Every tag in use, in the order of the alphabet. */
export const tagsOf = (keys: readonly KeyView[]): string[] =>
  [...new Set(keys.flatMap(({ care }) => care?.tags ?? []))].sort((a, b) => a.localeCompare(b))
