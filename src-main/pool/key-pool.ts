import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata, KeyView } from '../../src-shared/domain/key.ts'
import type { PoolView } from '../../src-shared/ipc/snapshot.ts'
import type { Alarm, Clock } from '../ports.ts'
import { forgetLearned, forgive, restKey, startAnew } from './domains.ts'
import { PoolHint } from './hint.ts'
import { KeyIndex } from './key-index.ts'
import { domainOf, type KeyState, type Pause, withMissing, withRest } from './key-state.ts'
import * as ledger from './ledger.ts'
import type { Claims } from './look.ts'
import { atOnce, type Patience, type Placed, place } from './place.ts'
import type { Acquired, Ask, Lease, Pool, Waiting } from './pool.ts'
import { Promises } from './promises.ts'
import { claimed, MOST_WAITING, serve, type Waiter } from './queue.ts'
import { recall, recollect } from './recall.ts'
import { emptyPool, findLease, grantedAt, type LeaseState, type PoolState, reconcile, setKey } from './state.ts'
import { Views } from './views.ts'

export interface KeyPoolParts {
  readonly clock: Clock
  readonly alarm: Alarm
  /** Evenly from 0 up to, not including, 1. */
  readonly chance: () => number
}

/** The one cell that holds pool state. Every method is a fact told to it or a question put to it. */
export class KeyPool implements Pool {
  readonly #parts: KeyPoolParts
  readonly #state: PoolState = emptyPool()
  readonly #index = new KeyIndex(this.#state)
  readonly #views = new Views()
  readonly #listeners = new Set<() => void>()
  #waiters: readonly Waiter[] = []
  readonly #promises = new Promises()
  #numbers = 0
  #wakeAt = Number.POSITIVE_INFINITY
  #callOff: () => void = () => {}

  constructor(parts: KeyPoolParts) {
    this.#parts = parts
  }

  reconcile(keys: readonly KeyMetadata[]): void {
    const now = this.#now()
    reconcile(this.#state, keys, now)
    this.#changed(now)
  }

  acquire(ask: Ask): Acquired {
    const now = this.#now()
    return this.#answer(ask, this.#arrive(ask, atOnce, now), now)
  }

  acquireWithin(ask: Ask, { waitMs, probeMs = waitMs, signal }: Waiting): Promise<Acquired> {
    const now = this.#now()
    const mayWait = this.#waiters.length < MOST_WAITING && !signal?.aborted
    const patience = mayWait ? { waitUntil: now + waitMs, probeUntil: now + Math.max(waitMs, probeMs) } : atOnce
    const placed = this.#arrive(ask, patience, now)
    if (placed.kind !== 'wait') return Promise.resolve(this.#answer(ask, placed, now))
    return new Promise((resolve) => {
      const seq = ++this.#numbers
      const leave = () => this.#leave(seq)
      const answer = (acquired: Acquired) => {
        signal?.removeEventListener('abort', leave)
        resolve(acquired)
      }
      const waiter: Waiter = { seq, ask, ...patience, spot: placed, answer }
      signal?.addEventListener('abort', leave)
      this.#waiters = [...this.#waiters, waiter]
      this.#wakeBy(Math.min(placed.at, patience.waitUntil), now)
      this.#tell()
    })
  }

  waiting(): number {
    return this.#waiters.length
  }

  getEarliestResetTime(ask: Omit<Ask, 'exclude' | 'sessionId'>): number | null {
    const now = this.#now()
    const anyone = { ...ask, exclude: new Set<KeyId>(), sessionId: null }
    const placed = this.#place(anyone, atOnce, now, { waiting: this.#waiting(), promised: this.#promises.slots(now) })
    if (placed.kind === 'grant') return now
    return 'at' in placed ? placed.at : null
  }

  markKeyExhausted(
    keyId: KeyId,
    { group, until, reason }: { group: string | null; until: number; reason: string },
  ): void {
    this.#withKey(keyId, (key) => restKey(this.#state, key, group, { until, reason }))
  }

  markKeyInvalid(keyId: KeyId, reason: string): void {
    this.#withKey(keyId, (key, now) => setKey(this.#state, { ...key, invalid: { since: now, reason } }))
  }

  clearHolds(keyId: KeyId): void {
    this.#withKey(keyId, (_, now) => forgive(this.#state, keyId, now))
  }

  startAnew(keyId: KeyId): void {
    this.#withKey(keyId, (_, now) => startAnew(this.#state, keyId, now))
  }

  forgetLearned(): void {
    forgetLearned(this.#state)
    this.#changed(this.#now())
  }

  restKey(keyId: KeyId, group: string, until: number, reason: string): void {
    this.#withKey(keyId, (key) => setKey(this.#state, withRest(key, group, { until, reason })))
  }

  pauseKey(keyId: KeyId, pause: Pause | null): void {
    this.#withKey(keyId, (key) => setKey(this.#state, { ...key, pause }))
  }

  markModelMissing(keyId: KeyId, model: string, until: number, reason: string): void {
    this.#withKey(keyId, (told, now) => {
      const organization = [...this.#state.keys.values()].filter((key) => domainOf(key) === domainOf(told))
      for (const key of organization) setKey(this.#state, withMissing(key, model, { until, reason }, now))
    })
  }

  count(providerId: ProviderId): { total: number; available: number } {
    return this.#index.count(providerId, this.#now())
  }

  labelOf(keyId: KeyId): string {
    return this.#state.keys.get(keyId)?.meta.label ?? keyId
  }

  getStats(): PoolView {
    return this.#views.stats(this.#state, this.#now())
  }

  views(): Record<KeyId, KeyView> {
    return this.#views.all(this.#state, this.#now())
  }

  nextChangeAt(): number | null {
    return this.#views.nextChangeAt(this.#state, this.#now())
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  save(): PoolHint {
    return recollect(this.#state, this.#now())
  }

  load(hint: unknown): void {
    const parsed = PoolHint.safeParse(hint)
    if (!parsed.success) return
    const now = this.#now()
    recall(this.#state, parsed.data, now)
    this.#changed(now)
  }

  #now = () => this.#parts.clock.now()

  /** A request comes in: whoever waits and could be served by now goes first. */
  #arrive(ask: Ask, patience: Patience, now: number): Placed {
    const before = ask.exclude.size === 0 ? this.#promises.keep(callerOf(ask), now) : Number.POSITIVE_INFINITY
    if (now >= this.#wakeAt) this.#serve(now)
    return this.#place(ask, patience, now, { waiting: this.#waiting(), promised: this.#promises.slots(now, before) })
  }

  #place(ask: Ask, patience: Patience, now: number, claims: Claims): Placed {
    return place(this.#state, ask, claims, { ...patience, now, chance: this.#parts.chance }, this.#index)
  }

  #waiting = () => claimed(this.#waiters.map(({ spot }) => spot))

  #answer(ask: Ask, placed: Placed, now: number): Acquired {
    const acquired = this.#settle(ask, placed, now)
    if (acquired.ok) this.#changed(now)
    return acquired
  }

  /** Turns a decision into what the caller gets; a wait that nobody waits for is a refusal. */
  #settle(ask: Ask, placed: Placed, now: number): Acquired {
    if (placed.kind === 'grant') {
      const id = `lease-${++this.#numbers}`
      ledger.grant(this.#state, id, placed, ask, now)
      if (placed.moved) this.#state.moves++
      const { why, moved, passedOver } = placed
      return { ok: true, lease: this.#lease(id, placed.key.meta.id), why, moved, passedOver }
    }
    const passedOver = placed.kind === 'wait' ? [] : placed.passedOver
    if (!('at' in placed)) return { ok: false, reason: placed.reason, retryAt: null, passedOver, promise: () => {} }
    const { at, laneId, cost } = placed
    const given = { at, laneId, cost, caller: callerOf(ask) }
    this.#promises.give(given, now)
    return { ok: false, reason: 'all_busy', retryAt: at, passedOver, promise: () => this.#promises.confirm(given) }
  }

  #lease(id: string, keyId: KeyId): Lease {
    type Change<Said extends unknown[]> = (state: PoolState, lease: LeaseState, ...said: [...Said, number]) => void
    const tell =
      <Said extends unknown[]>(change: Change<Said>) =>
      (...said: Said) => {
        const lease = findLease(this.#state, keyId, id)
        if (!lease) return
        const now = this.#now()
        change(this.#state, lease, ...said, now)
        this.#changed(now)
      }
    return {
      id,
      keyId,
      left: () => {
        const lease = findLease(this.#state, keyId, id)
        return lease ? ledger.left(this.#state, lease, this.#now()) : null
      },
      observed: tell(ledger.observed),
      input: tell(ledger.input),
      output: tell(ledger.output),
      throttled: tell(ledger.throttled),
      end: tell(ledger.end),
    }
  }

  #withKey(keyId: KeyId, change: (key: KeyState, now: number) => void) {
    const key = this.#state.keys.get(keyId)
    if (!key) return
    const now = this.#now()
    change(key, now)
    this.#changed(now)
  }

  #changed(now: number) {
    this.#serve(now)
    this.#tell()
  }

  #tell() {
    for (const listener of this.#listeners) listener()
  }

  #serve(now: number) {
    this.#callOff()
    this.#wakeAt = Number.POSITIVE_INFINITY
    if (this.#waiters.length === 0) return
    const { left, wakeAt } = serve(
      this.#waiters,
      {
        grantedAt: (sessionId) => grantedAt(this.#state, sessionId),
        place: (waiter, waiting) =>
          now < waiter.waitUntil
            ? this.#place(waiter.ask, waiter, now, { waiting, promised: null })
            : this.#place(waiter.ask, overdue(waiter, now), now, { waiting, promised: this.#promises.slots(now) }),
        answer: ({ ask, answer }, placed) => answer(this.#settle(ask, placed, now)),
      },
      now,
    )
    this.#waiters = left
    this.#wakeBy(wakeAt, now)
  }

  /** Strictly later than now, so that a wake that served nobody cannot spin. */
  #wakeBy(at: number, now: number) {
    const next = Math.max(at, Math.floor(now) + 1)
    if (next >= this.#wakeAt) return
    this.#callOff()
    this.#wakeAt = next
    this.#callOff = Number.isFinite(next) ? this.#parts.alarm.at(next, () => this.#wake()) : () => {}
  }

  #wake() {
    this.#wakeAt = Number.POSITIVE_INFINITY
    this.#changed(this.#now())
  }

  /** The client is gone: its place is free for those behind. */
  #leave(seq: number) {
    const waiter = this.#waiters.find((w) => w.seq === seq)
    if (!waiter) return
    const now = this.#now()
    this.#waiters = this.#waiters.filter((w) => w !== waiter)
    waiter.answer({ ok: false, reason: 'all_busy', retryAt: Math.floor(now) + 1, passedOver: [], promise: () => {} })
    this.#changed(now)
  }
}

/** Only what is being found out is still worth waiting for. */
const overdue = ({ probeUntil }: Waiter, now: number): Patience =>
  now < probeUntil ? { ...atOnce, probeUntil } : atOnce

/** Requests without a session are one caller: nothing tells them apart. */
const callerOf = ({ providerId, sessionId }: Ask): string => `${providerId} ${sessionId ?? ''}`
