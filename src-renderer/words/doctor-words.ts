import type { Examined } from '../../src-shared/domain/claude-code.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.sheets.doctor
type Verdict = Examined['verdict']

/** Where it goes, in a sentence. */
export function wayWords({ way, url }: Verdict): string {
  const said = words.ways[way]
  return typeof said === 'string' ? said : said(url ?? '')
}

/** By what, and what else is so. */
export function reasonsOf({ by, over, token, tokenBy }: Verdict): string[] {
  return [
    ...(by ? [words.by(words.layer[by])] : []),
    ...(over ? [words.over(words.layer[over])] : []),
    ...(token === 'plain' ? [words.token.plain] : []),
    ...(token === 'none' ? [words.token.none] : []),
    ...(token === 'other' && tokenBy ? [words.token.other(words.layer[tokenBy])] : []),
  ]
}

/** What helps; `null`: nothing is wrong. */
export function helpOf({ verdict: { way, by, token }, layers }: Pick<Examined, 'verdict' | 'layers'>): string | null {
  if (way === 'here') return token === 'good' ? null : words.help.launch
  if (by === null || by === 'user') return words.help.launch
  if (by === 'managed') return words.help.managed
  if (by === 'environment') return words.help.environment
  const path = layers.find(({ name, sets }) => name === by && sets.includes('ANTHROPIC_BASE_URL'))?.path
  return path ? words.help.edit(path) : words.help.launch
}
