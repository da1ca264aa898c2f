import type { LoginView } from '../../src-shared/domain/login.ts'
import { anthropicLogin, stillTrue } from '../providers/anthropic-login.ts'
import type { HeaderOf } from '../providers/provider.ts'

/** What the answers to a client's own login last said of its limits. Of the login itself nothing is kept. */
export class LoginLimits {
  readonly #changed: () => void
  #view: LoginView | null = null

  constructor(changed: () => void) {
    this.#changed = changed
  }

  /** An answer that states none, such as a refusal in passing, changes nothing. */
  observed(header: HeaderOf, now: number): void {
    const view = anthropicLogin(header, now)
    if (view === null) return
    this.#view = view
    this.#changed()
  }

  view(now: number): LoginView | null {
    return this.#view && stillTrue(this.#view, now)
  }

  /** When some of it stops being true (pool-clock ms); `null`: it does not by itself. */
  nextChangeAt(now: number): number | null {
    const times = this.view(now)?.windows.flatMap(({ resetAt }) => resetAt ?? []) ?? []
    return times.length === 0 ? null : Math.min(...times)
  }
}
