import type { LoginView, LoginWindow } from '../../src-shared/domain/login.ts'
import type { HeaderOf } from './provider.ts'

/** In the order in which they are shown: the limits that everything counts against come first. */
const WINDOWS = ['5h', '7d', '7d_opus', '7d_sonnet', '7d_oi', 'overage'] as const

const STATUSES = { allowed: 'allowed', allowed_warning: 'warning', rejected: 'rejected' } as const

/** A year: what lies further off is no reset of a limit. */
const LONGEST_MS = 366 * 24 * 3_600_000

/**
 * `anthropic-ratelimit-unified-*`, which answers to a Claude subscription carry and answers to API keys do not.
 * They are not documented; these are the names that Claude Code 2.1.197 reads. `null`: there are none. A value
 * that makes no sense is as if it were not there.
 */
export function anthropicLogin(header: HeaderOf, now: number): LoginView | null {
  const of = (name: string) => header(`anthropic-ratelimit-unified-${name}`)?.trim()
  const windows = WINDOWS.flatMap((name): LoginWindow[] => {
    const utilization = share(of(`${name}-utilization`))
    if (utilization === null) return []
    return [{ name, utilization, status: status(of(`${name}-status`)), resetAt: time(of(`${name}-reset`), now) }]
  })
  const whole = status(of('status'))
  return whole === null && windows.length === 0 ? null : { status: whole, windows }
}

/** What of it is still true: a limit that has begun anew is no longer known. `null`: nothing is. */
export function stillTrue(view: LoginView, now: number): LoginView | null {
  const windows = view.windows.filter(({ resetAt }) => resetAt === null || resetAt > now)
  if (windows.length === view.windows.length) return view
  return windows.length === 0 ? null : { status: null, windows }
}

const share = (value = ''): number | null => (/^\d{1,3}(\.\d{1,20})?$/.test(value) ? Number(value) : null)

const status = (value = ''): LoginView['status'] =>
  Object.hasOwn(STATUSES, value) ? STATUSES[value as keyof typeof STATUSES] : null

/** Seconds since 1970, or ISO 8601. */
function time(value: string | undefined, now: number): number | null {
  if (value === undefined) return null
  const at = /^\d{9,11}$/.test(value) ? Number(value) * 1000 : Date.parse(value)
  return Number.isFinite(at) && Math.abs(at - now) < LONGEST_MS ? at : null
}
