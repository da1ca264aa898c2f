import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata, KeyView } from '../../src-shared/domain/key.ts'
import type { Dimension } from '../../src-shared/domain/limits.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import type { PoolView } from '../../src-shared/ipc/snapshot.ts'
import type { Signal } from '../ports.ts'
import type { PoolHint } from './hint.ts'
import type { Pause } from './key-state.ts'

/**
 * The group that counting tokens asks for: Anthropic gives it limits of its own ("Token counting": independent of
 * those of messages). It says nothing of whether a key can take a message.
 */
export const COUNTING = 'count_tokens'

/** A request asking for a key of one provider. */
export interface Ask {
  readonly providerId: ProviderId
  /** The model as this provider will be asked for it: teaches the estimate. */
  readonly model: string
  /** The model's limit group at this provider. */
  readonly group: string
  /** Body size in bytes, base64 images left out: the pool turns it into tokens with what it has learned. */
  readonly bytes: number
  /** From `x-claude-code-session-id`; absent: placed afresh. */
  readonly sessionId: string | null
  /** Keys already tried by this request. */
  readonly exclude: ReadonlySet<KeyId>
  readonly selector: KeySelectorName
  /** `pooling.enabled: false`: only the provider's first usable key. */
  readonly single: boolean
}

export type Acquired =
  | {
      ok: true
      lease: Lease
      why: string
      /** The session left the key that holds its prompt cache; `why` tells of both. */
      moved: boolean
      /** Of a provider with a dozen keys all that were not free; of more, those that were looked at on the way. */
      passedOver: readonly PassedOver[]
    }
  | {
      ok: false
      /**
       * `never`: no key of this provider can take it (all disabled or invalid). `no_model`: likewise, and the model
       * was found missing at one of them at least.
       */
      reason: 'no_keys' | 'all_busy' | 'no_model' | 'never'
      /** Pool-clock ms at which a key can be had; null unless `all_busy`. */
      retryAt: number | null
      passedOver: readonly PassedOver[]
      /** Call when the client really is told to come back at `retryAt`: others are then told a later time. */
      promise(): void
    }

/** One key lent to one request. Every method may be called at any time and in any order; ending twice is ending once. */
export interface Lease {
  readonly id: string
  readonly keyId: KeyId
  /** Share left of the tightest limit that it draws on, 0 to 1, this request taken off; null: no limit is known. */
  left(): number | null
  /** Response headers came. `observed` null: they said nothing of limits. */
  observed(
    observed: {
      domain?: string
      windows: Partial<Record<Dimension, { limit: number; remaining: number; round: number }>>
    } | null,
  ): void
  /** `message_start` (or a whole answer): what the input really was. */
  input(usage: { input: number; cacheWrite: number; cacheRead: number }): void
  /** Cumulative output so far, as `message_delta` reports it. */
  output(cumulative: number): void
  /**
   * A 429 of this lane (after `observed`, before `end('refused')`). With a dimension, named by the provider or
   * evident from its headers, only that one rests, so that this request's cost fits at `until` (pool-clock ms);
   * with none the whole lane cools until then. A limit of the whole organization goes to `markKeyExhausted`.
   */
  throttled(said: { dimension: Dimension | null; until: number; reason: string }): void
  /**
   * - `done`: answered to the end. - `aborted`: client left; what was worked stays charged.
   * - `unsent`: nothing reached the provider; all is given back.
   * - `refused`: the provider turned it away unworked (429, 401…); tokens are given back.
   */
  end(how: 'done' | 'aborted' | 'unsent' | 'refused'): void
}

export interface Waiting {
  /** So long at the most. */
  readonly waitMs: number
  /**
   * And so long where the limits of what it would take are being found out by a request under way (`waitMs`, if that
   * is more): whoever has somewhere else to go would leave just before the answer that opens the lane for all.
   */
  readonly probeMs?: number
  /** Whoever waits may leave. */
  readonly signal?: Signal
}

/** The pool as the relay, the feed and the CLI use it. `key-pool.ts` implements it. */
export interface Pool {
  /** Adds, updates and removes so that exactly these keys remain; what is learned of a kept key stays. */
  reconcile(keys: readonly KeyMetadata[]): void
  /** Now or not at all. */
  acquire(ask: Ask): Acquired
  /**
   * As `acquire`, but waits up to `waitMs` where a key (or the session's own key) comes free in that time; a wait
   * that cannot help is refused at once. Never rejects: an abort is a refusal.
   */
  acquireWithin(ask: Ask, waiting: Waiting): Promise<Acquired>
  /** Requests waiting in `acquireWithin` right now. */
  waiting(): number
  /** When `acquire(ask)` could next succeed (pool-clock ms): over every window, hold and reservation; null: never. */
  getEarliestResetTime(ask: Omit<Ask, 'exclude' | 'sessionId'>): number | null
  /**
   * A spend cap, a plan window, a limit of the whole organization: with a group that lane rests, without one the
   * key's whole domain (every key of its organization). A later deadline wins. An ordinary 429: `lease.throttled`.
   */
  markKeyExhausted(keyId: KeyId, hold: { group: string | null; until: number; reason: string }): void
  /** 401: set aside until replaced or re-enabled. */
  markKeyInvalid(keyId: KeyId, reason: string): void
  /** The same key is to be tried again: its holds and its invalid mark go, what was learned of its limits stays. */
  clearHolds(keyId: KeyId): void
  /** Another key takes this one's place: it starts with a clean slate, and its organization is learned anew. */
  startAnew(keyId: KeyId): void
  /** What was learned of limits, rests and organizations goes, of all keys; refused and paused ones stay so. */
  forgetLearned(): void
  /** This one key rests for this model group; its other groups and its organization's other keys stay usable. */
  restKey(keyId: KeyId, group: string, until: number, reason: string): void
  /** Sets a key aside for all models, until resumed (`null`) or until it ends. Says nothing of other keys. */
  pauseKey(keyId: KeyId, pause: Pause | null): void
  /**
   * This model, by its exact name, is not there for this key, nor for the others of its organization. It says nothing
   * of the keys or of other models.
   */
  markModelMissing(keyId: KeyId, model: string, until: number, reason: string): void
  /** Counted over enabled keys of a provider, for response headers. */
  count(providerId: ProviderId): { total: number; available: number }
  /** What the user calls a key; its id, where there is no such key. */
  labelOf(keyId: KeyId): string
  getStats(): PoolView
  /** Unchanged keys are the same objects as before. */
  views(): Record<KeyId, KeyView>
  /** The next moment (pool-clock ms) at which some view's status changes by itself; null: none. */
  nextChangeAt(): number | null
  /** Told after every change; cheap, at most once per method call. */
  subscribe(listener: () => void): () => void
  /** What is worth knowing after a restart, as plain JSON without any secret. Save it at quit. */
  save(): PoolHint
  /** Takes a saved hint, after `reconcile`; whatever is too old, unknown or malformed in it is left out. */
  load(hint: unknown): void
}
