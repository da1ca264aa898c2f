import type { Circuits } from '../circuit/circuits.ts'
import type { Makers } from '../thinking/makers.ts'
import type { LoginLimits } from './login-limits.ts'
import type { RelayParts } from './parts.ts'
import type { RetryTokens } from './retry-tokens.ts'
import type { Router } from './router.ts'
import type { Timings } from './timings.ts'
import type { Upstreams } from './upstream.ts'

/** What all requests share. `relay.ts` builds it. */
export interface Core {
  readonly parts: RelayParts
  readonly timings: Timings
  readonly upstreams: Upstreams
  readonly circuits: Circuits
  readonly router: Router
  readonly retries: RetryTokens
  readonly logins: LoginLimits
  /** Whose the thinking is that clients send back. */
  readonly makers: Makers
}
