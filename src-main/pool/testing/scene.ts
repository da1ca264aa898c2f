import type { KeyId, ProviderId } from '../../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../../src-shared/domain/key.ts'
import { KeyPool } from '../key-pool.ts'
import type { Ask, Lease } from '../pool.ts'
import { FakeTime } from './fake-time.ts'
import { type Amounts, Oracle } from './oracle.ts'

export const PROVIDER = 'anthropic' as ProviderId
export const keyId = (name: string) => name as KeyId

export const metaOf = (name: string, more: Partial<KeyMetadata> = {}): KeyMetadata => ({
  id: keyId(name),
  label: name,
  providerId: PROVIDER,
  hint: name.slice(-4),
  enabled: true,
  priority: 1,
  weight: 1,
  ceilings: {},
  ...more,
})

export const askFor = (more: Partial<Ask> = {}): Ask => ({
  providerId: PROVIDER,
  model: 'opus',
  group: 'opus',
  bytes: 300,
  sessionId: null,
  exclude: new Set(),
  selector: 'least_loaded',
  single: false,
  ...more,
})

/** The same numbers from 0 to 1 every time (a linear congruence, Numerical Recipes). */
export function dice(seed: number): () => number {
  let x = seed >>> 0
  return () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    return x / 2 ** 32
  }
}

/** A pool before provider organizations whose true buckets the test can see. */
export class Scene {
  readonly time: FakeTime
  readonly chance: () => number
  readonly pool: KeyPool
  readonly oracles = new Map<string, Oracle>()
  readonly #orgs: Readonly<Record<string, string>>

  /** `orgs`: key → organization; every organization has the same limits. */
  constructor(
    orgs: Record<string, string>,
    limits: Amounts,
    options: { seed?: number; share?: number; start?: number } = {},
  ) {
    this.time = new FakeTime(options.start)
    this.#orgs = orgs
    this.chance = dice(options.seed ?? 1)
    this.pool = new KeyPool({ clock: this.time, alarm: this.time, chance: this.chance })
    for (const org of Object.values(orgs))
      if (!this.oracles.has(org)) this.oracles.set(org, new Oracle(limits, this.time.now(), options.share))
    this.pool.reconcile(Object.keys(orgs).map((name) => metaOf(name)))
  }

  orgOf(id: KeyId): string {
    return this.#orgs[id] as string
  }

  oracleOf(id: KeyId): Oracle {
    return this.oracles.get(this.orgOf(id)) as Oracle
  }

  get refused(): number {
    return [...this.oracles.values()].reduce((sum, { refused }) => sum + refused, 0)
  }

  get admitted(): number {
    return [...this.oracles.values()].reduce((sum, { admitted }) => sum + admitted, 0)
  }

  between = (least: number, most: number) => least + this.chance() * (most - least)

  /** Waits as a client does that was told whole seconds. */
  returnAt(retryAt: number | null): Promise<void> {
    const seconds = Math.ceil(((retryAt ?? 0) - this.time.now()) / 1000)
    return this.time.sleep(Math.max(1, seconds) * 1000)
  }

  /** One client request as the relay would carry it: travels, is processed, answers, streams; refused, tries on. */
  async request(ask: Ask, work: Work): Promise<Outcome> {
    const exclude = new Set<KeyId>()
    for (;;) {
      const acquired = await this.pool.acquireWithin({ ...ask, exclude }, { waitMs: work.waitMs ?? 15_000 })
      if (!acquired.ok) {
        acquired.promise()
        return { ok: false, retryAt: acquired.retryAt }
      }
      const { lease } = acquired
      if (await this.#carry(lease, work)) return { ok: true, keyId: lease.keyId, why: acquired.why }
      exclude.add(lease.keyId)
    }
  }

  async #carry(lease: Lease, work: Work): Promise<boolean> {
    const { time } = this
    const oracle = this.oracleOf(lease.keyId)
    await time.sleep(this.between(5, 60))
    const usage = work.usage(this.orgOf(lease.keyId), time.now())
    const answer = oracle.process(usage.input + usage.cacheWrite, time.now())
    await time.sleep(this.between(...(answer.ok ? work.headersMs : ([5, 60] as const))))
    lease.observed({ domain: this.orgOf(lease.keyId), windows: answer.windows })
    if (!answer.ok) {
      lease.throttled({ dimension: answer.short, until: time.now() + answer.retryAfterMs, reason: 'rate limit' })
      lease.end('refused')
      return false
    }
    lease.input(usage)
    const steps = 5
    const streamMs = this.between(...work.streamMs)
    for (let step = 1; step <= steps; step++) {
      await time.sleep(streamMs / steps)
      oracle.produce(work.output / steps, time.now())
      lease.output((work.output / steps) * step)
    }
    lease.end('done')
    return true
  }
}

export interface Work {
  /** What the provider will count, at the moment it processes the request. */
  usage(org: string, now: number): { input: number; cacheWrite: number; cacheRead: number }
  readonly output: number
  readonly headersMs: readonly [number, number]
  readonly streamMs: readonly [number, number]
  readonly waitMs?: number
}

export type Outcome = { ok: true; keyId: KeyId; why: string } | { ok: false; retryAt: number | null }
