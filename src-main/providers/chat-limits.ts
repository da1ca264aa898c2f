import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { ErrorBody } from './error-body.ts'
import type { HeaderOf, ObservedLimits } from './provider.ts'
import type { Answer } from './verdicts.ts'

/**
 * OpenAI, "Rate limits", headers: `x-ratelimit-{limit,remaining}-{requests,tokens}`. `requests` and `tokens` say which
 * of them a vendor counts by the minute; others are left out, because our books know minutes only.
 *
 * An approximation: the tokens there are input and output together (OpenAI counts `max_tokens` in beforehand), and
 * are kept as input, whose share is by far the greater in Claude Code's requests. The next answer's header corrects
 * what output took. The moment of the reset is not used: it says when all is there again, not when enough is.
 */
export const chatLimits =
  (...perMinute: readonly ('requests' | 'tokens')[]) =>
  (header: HeaderOf): ObservedLimits | null => {
    const domain = openaiOrganization(header)
    const windows: ObservedLimits['windows'] = {}
    for (const what of perMinute) {
      const limit = count(header(`x-ratelimit-limit-${what}`))
      const remaining = count(header(`x-ratelimit-remaining-${what}`))
      if (limit === null || limit === 0 || remaining === null) continue
      windows[what === 'requests' ? 'rpm' : 'itpm'] = { limit, remaining: Math.min(remaining, limit), round: 0 }
    }
    if (domain !== null) return { domain, windows }
    return Object.keys(windows).length === 0 ? null : { windows }
  }

/**
 * OpenAI names the organization with every answer; its keys share every limit, whatever project they belong to. A long
 * one might be the key, repeated, and this is kept and shown.
 */
export function openaiOrganization(header: HeaderOf): string | null {
  const name = header('openai-organization')
  return name !== undefined && /^\w[\w.:-]{0,39}$/.test(name) ? name : null
}

/** Which limit of a minute a 429 is about, as in "… on tokens per min (TPM): Limit 30000"; `null`: another one. */
export function minuteOf({ error }: Answer): Dimension | null {
  const message = error.message ?? ''
  if (/\btokens per min|\(TPM\)/i.test(message)) return 'itpm'
  return /\brequests per min|\(RPM\)/i.test(message) ? 'rpm' : null
}

const UNITS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 }

/**
 * What an error's own words ask to wait, ms: "Please try again in 6m5.289s", "Please retry in 34.07s", "Please retry
 * after 60 seconds". None is no wait that would help.
 */
export function saidWait({ message, retryDelay }: ErrorBody): number | null {
  const seconds = /\b(?:retry after|wait) (\d{1,7}) seconds/i.exec(message ?? '')?.[1]
  const inWords = /\b(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)/i.exec(message ?? '')?.[1]
  const said = retryDelay ?? inWords ?? (Number(seconds) > 0 ? `${seconds}s` : undefined)
  const parts = [...(said ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)]
  if (parts.length === 0) return null
  return Math.ceil(parts.reduce((sum, [, number, unit]) => sum + Number(number) * (UNITS[unit ?? ''] ?? 0), 0))
}

const count = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,12}$/.test(value.trim()) ? Number(value) : null
