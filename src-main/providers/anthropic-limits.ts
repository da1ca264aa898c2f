import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { HeaderOf, ObservedLimits } from './provider.ts'

/**
 * Anthropic, "Rate limits", response headers. Token counts are rounded to the nearest thousand, so one may be
 * off by 500; requests are exact. `-tokens-*` is left out: it repeats whichever of the others is tightest.
 */
const HEADERS: readonly { dimension: Dimension; name: string; round: number }[] = [
  { dimension: 'rpm', name: 'requests', round: 0 },
  { dimension: 'itpm', name: 'input-tokens', round: 500 },
  { dimension: 'otpm', name: 'output-tokens', round: 500 },
]

/** What Anthropic's headers say of limits; a value that makes no sense is as if it were not there. */
export function anthropicLimits(header: HeaderOf): ObservedLimits | null {
  const windows: ObservedLimits['windows'] = {}
  for (const { dimension, name, round } of HEADERS) {
    const limit = count(header(`anthropic-ratelimit-${name}-limit`))
    const remaining = count(header(`anthropic-ratelimit-${name}-remaining`))
    if (limit !== null && limit > 0 && remaining !== null)
      windows[dimension] = { limit, remaining: Math.min(remaining, limit), round }
  }
  const domain = limitDomain(header)
  if (domain === null && Object.keys(windows).length === 0) return null
  return domain === null ? { windows } : { domain, windows }
}

/** The organization, and the workspace where one is named: two keys with the same share every limit. */
function limitDomain(header: HeaderOf): string | null {
  const organization = organizationOf(header)
  const workspace = id(header('anthropic-workspace-id'))
  return organization && workspace ? `${organization}/${workspace}` : organization
}

/** `anthropic-organization-id`, which the models listing carries too. */
export const organizationOf = (header: HeaderOf): string | null => id(header('anthropic-organization-id'))

/** The one dimension that the headers show at nothing left; `null` where it is none or several. */
export function emptied(header: HeaderOf): Dimension | null {
  const at0 = HEADERS.filter(({ name }) => count(header(`anthropic-ratelimit-${name}-remaining`)) === 0)
  return at0.length === 1 ? (at0[0]?.dimension ?? null) : null
}

const count = (value: string | undefined): number | null =>
  value !== undefined && /^\d{1,12}$/.test(value.trim()) ? Number(value) : null

/** Ids are UUIDs or shorter than they look; a longer one might be the key, repeated, and this is kept and shown. */
const id = (value: string | undefined): string | null =>
  value !== undefined && /^[\w.:-]{1,40}$/.test(value) ? value : null
