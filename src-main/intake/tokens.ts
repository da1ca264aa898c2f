/** Whether a value can be a credential at all: one word, long enough, of the characters that vendors use. */
export const isCredential = (value: string): boolean => /^[\x21-\x7e]{8,4096}$/.test(value) && !isPlaceholder(value)

/** What people and programs write where a key belongs. */
export const isPlaceholder = (value: string): boolean =>
  /^(your\b|your[-_]|<.*>$|\[.*\]$|\.\.\.|…|x{3,}|sk-x{3,}|sk-\.\.\.|proxy_managed$|changeme|placeholder|example|none$|null$|ollama$|dummy$|test$)/i.test(
    value,
  ) || /\.\.\.$|…$|\*{4,}/.test(value)

/** `${NAME}`, `$NAME`, `%NAME%`: the key stands somewhere else. */
export const isReference = (value: string): boolean =>
  /^\$\{?[A-Za-z_][A-Za-z0-9_]*\}?$|^\$env:|^%[A-Za-z_]\w*%$/.test(value)

const WORD = /[A-Za-z0-9][A-Za-z0-9_.\-+/=]{14,4095}/g
const PREFIXED = /^(sk|pk|rk)-|^(gsk_|xai-|AIza|ya29\.|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hf_|AKIA|ASIA)/

/** The words of a free line that can only be keys: long, and of letters and digits without sense. */
export function keysIn(line: string): string[] {
  const bare = line.replace(/\bhttps?:\/\/\S+/gi, ' ')
  return [...bare.matchAll(WORD)].map(([word]) => withoutTail(word, '.,;:')).filter(looksRandom)
}

function looksRandom(word: string): boolean {
  if (isPlaceholder(word)) return false
  if (PREFIXED.test(word)) return word.length >= 15
  if (word.includes('/') || word.length < 20) return false
  // A sentence in dashes or a date has few digits among its letters, or no letters at all.
  const digits = word.replace(/\D/g, '').length
  return digits >= 4 && /[A-Za-z]/.test(word) && /[A-Za-z]\d|\d[A-Za-z]/.test(word)
}

export function addressIn(line: string): string | null {
  const found = /\bhttps?:\/\/[^\s"'<>,;]{1,2000}/i.exec(line)?.[0]
  return found === undefined ? null : withoutTail(found, '.)]}')
}

/** By hand: a pattern would go over a long tail again and again. */
function withoutTail(text: string, marks: string): string {
  let end = text.length
  while (end > 0 && marks.includes(text.charAt(end - 1))) end--
  return text.slice(0, end)
}
