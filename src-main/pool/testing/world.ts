import type { KeyMetadata } from '../../../src-shared/domain/key.ts'
import { type Dimension, dimensions, freeAt } from '../../../src-shared/domain/limits.ts'
import { KeyPool } from '../key-pool.ts'
import type { Lease } from '../pool.ts'
import { FakeTime } from './fake-time.ts'
import type { Amounts } from './oracle.ts'
import { askFor, dice, keyId, metaOf, PROVIDER } from './scene.ts'

/** An organization as its provider keeps it: exact buckets for each model group. */
export interface Account {
  admit(group: string, input: number, now: number): { ok: true } | { ok: false; dimension: Dimension; waitMs: number }
  produce(group: string, tokens: number, now: number): void
  levels(group: string, now: number): Record<Dimension, { limit: number; level: number }>
}

export const LIMITS: Amounts = { rpm: 20, itpm: 60_000, otpm: 6000 }
/** What every answer comes to: the pool, which begins with a higher guess, never expects less. */
const OUTPUT = 200
export const GROUPS = ['opus', 'haiku'] as const
/** Two keys share an organization; that is known from the start, as their first answers say so. */
const ORGS: Readonly<Record<string, string>> = { a: 'org_1', b: 'org_1', c: 'org_2', d: 'org_3' }
export const NAMES = Object.keys(ORGS)
/** Keys whose organization is theirs alone: only these are removed and replaced, since others stand in for them. */
export const LONERS = ['c', 'd']

/** One request as it really went. */
interface Flight {
  readonly lease: Lease
  readonly key: string
  readonly group: string
  readonly input: number
  /** The pool knew the limits when it sent this. */
  readonly sighted: boolean
  stage: 'sent' | 'processed' | 'answered'
  refusal: { dimension: Dimension; waitMs: number } | null
  levels: ReturnType<Account['levels']> | null
  produced: number
  seen: number
}

/** What may not be lent: a key, or with `org` all of an organization; for one group, or all. */
interface Rest {
  readonly key: string | null
  readonly org: string
  readonly group: string | null
  readonly until: number
}

/** Providers with exact books, and a pool before them that is told what providers tell. */
export class World {
  readonly time = new FakeTime()
  pool: KeyPool
  flights: Flight[] = []
  /** How many steps of each kind there were. */
  readonly steps = new Map<string, number>()
  #metas = NAMES.map((name) => metaOf(name))
  #rests: Rest[] = []
  #refused = new Set<string>()
  readonly #orgs = { ...ORGS }
  readonly #accounts: Map<string, Account>
  readonly #newAccount: (org: string) => Account
  readonly #chance = dice(11)

  constructor(newAccount: (org: string) => Account) {
    this.#newAccount = newAccount
    this.#accounts = new Map([...new Set(Object.values(ORGS))].map((org) => [org, newAccount(org)]))
    this.pool = this.#newPool()
    for (const name of NAMES) this.#introduce(name)
  }

  get now() {
    return this.time.now()
  }

  #newPool(): KeyPool {
    const pool = new KeyPool({ clock: this.time, alarm: this.time, chance: this.#chance })
    pool.reconcile(this.#metas)
    return pool
  }

  #introduce(name: string) {
    const exclude = new Set(NAMES.filter((other) => other !== name).map(keyId))
    const acquired = this.pool.acquire(askFor({ exclude }))
    if (!acquired.ok) throw new Error(`${name} cannot be introduced: ${acquired.reason}`)
    acquired.lease.observed({ domain: this.#orgOf(name), windows: {} })
    acquired.lease.end('refused')
  }

  #orgOf = (name: string) => this.#orgs[name] as string
  #isThere = (name: string) => this.#metas.some(({ id }) => id === name)

  #account = (name: string) => this.#accounts.get(this.#orgOf(name)) as Account

  /** Null: refused. `ratio`: bytes per token. */
  acquire(
    input: number,
    ratio: number,
    group: string,
    sessionId: string | null,
  ): Flight | { retryAt: number | null; promise(): void } {
    const known = new Map(
      Object.values(this.pool.views()).map((view) => [view.id, view.lanes.map((lane) => lane.group)]),
    )
    const acquired = this.pool.acquire(askFor({ bytes: Math.ceil(input * ratio), group, model: group, sessionId }))
    if (!acquired.ok) return acquired
    const { lease } = acquired
    const key: string = lease.keyId
    this.#expectAllowed(key, group)
    const sighted = known.get(lease.keyId)?.includes(group) ?? false
    const flight: Flight = {
      lease,
      key,
      group,
      input,
      sighted,
      stage: 'sent',
      refusal: null,
      levels: null,
      produced: 0,
      seen: 0,
    }
    this.flights.push(flight)
    return flight
  }

  #expectAllowed(key: string, group: string) {
    const meta = this.#metas.find(({ id }) => id === key)
    if (!meta?.enabled) throw new Error(`${key} is lent although it is ${meta ? 'switched off' : 'removed'}`)
    if (this.#refused.has(key)) throw new Error(`${key} is lent although it was refused`)
    const rest = this.#rests.find(
      (rest) =>
        this.now < rest.until &&
        (rest.key === null ? rest.org === this.#orgOf(key) : rest.key === key) &&
        (rest.group === null || rest.group === group),
    )
    if (rest) throw new Error(`${key} is lent although it rests for ${rest.until - this.now} ms more`)
  }

  process(flight: Flight) {
    if (flight.stage !== 'sent') return
    const answer = this.#account(flight.key).admit(flight.group, flight.input, this.now)
    if (!answer.ok && flight.sighted) throw new Error(`${flight.key} is sent more ${answer.dimension} than there is`)
    flight.stage = 'processed'
    flight.refusal = answer.ok ? null : answer
    flight.levels = this.#account(flight.key).levels(flight.group, this.now)
  }

  headers(flight: Flight) {
    if (flight.stage !== 'processed' || !flight.levels) return
    const windows = Object.fromEntries(
      dimensions.map((d) => {
        const { limit, level } = (flight.levels as NonNullable<typeof flight.levels>)[d]
        const round = d === 'rpm' ? 0 : 500
        const remaining = round === 0 ? Math.floor(level) : Math.round(level / 1000) * 1000
        return [d, { limit, remaining: Math.max(0, Math.min(limit, remaining)), round }]
      }),
    )
    flight.stage = 'answered'
    flight.lease.observed({ domain: this.#orgOf(flight.key), windows })
    if (!flight.refusal) return
    const { dimension, waitMs } = flight.refusal
    const until = this.now + Math.ceil(waitMs / 1000) * 1000
    flight.lease.throttled({ dimension, until, reason: 'rate limit' })
    this.#over(flight, 'refused')
  }

  usage({ lease, input, stage, refusal }: Flight) {
    if (stage !== 'sent' && !refusal) lease.input({ input, cacheWrite: 0, cacheRead: 0 })
  }

  produce(flight: Flight, tokens: number) {
    const more = Math.min(tokens, OUTPUT - flight.produced)
    if (flight.stage === 'sent' || flight.refusal) return
    this.#account(flight.key).produce(flight.group, more, this.now)
    flight.produced += more
  }

  output(flight: Flight) {
    if (flight.stage !== 'answered' || !this.flights.includes(flight)) return
    flight.seen = flight.produced
    flight.lease.output(flight.seen)
  }

  /** All that was still to come, comes. */
  finish(flight: Flight) {
    this.process(flight)
    this.headers(flight)
    if (flight.refusal) return
    this.usage(flight)
    this.produce(flight, OUTPUT)
    this.output(flight)
    this.#over(flight, 'done')
  }

  /** The client leaves, or the connection breaks. */
  fail(flight: Flight) {
    if (flight.stage === 'sent') return this.#over(flight, 'unsent')
    this.headers(flight)
    if (flight.refusal) return
    this.usage(flight)
    this.output(flight)
    this.#over(flight, 'aborted')
  }

  /** The provider turns the key away. */
  refuse(flight: Flight) {
    if (flight.stage !== 'sent' || !LONERS.includes(flight.key)) return
    this.#refused.add(flight.key)
    this.pool.markKeyInvalid(flight.lease.keyId, 'not known')
    this.#over(flight, 'refused')
  }

  #over(flight: Flight, how: Parameters<Lease['end']>[0]) {
    flight.lease.end(how)
    flight.lease.end('done')
    this.flights = this.flights.filter((other) => other !== flight)
  }

  cool(name: string, whole: boolean, group: string | null, ms: number) {
    if (!this.#isThere(name)) return
    const until = this.now + ms
    if (whole) this.pool.markKeyExhausted(keyId(name), { group, until, reason: 'plan' })
    else this.pool.restKey(keyId(name), group ?? 'opus', until, 'rest')
    this.#rests.push({
      key: whole ? null : name,
      org: this.#orgOf(name),
      group: whole ? group : (group ?? 'opus'),
      until,
    })
  }

  /** A key is to be tried again. */
  forgive(name: string) {
    if (!this.#isThere(name)) return
    this.#refused.delete(name)
    this.#rests = this.#rests.filter(({ key, org }) => (key === null ? org !== this.#orgOf(name) : key !== name))
    this.pool.clearHolds(keyId(name))
  }

  /** Another key takes its place, of another organization. */
  replace(name: string) {
    if (!this.#isThere(name) || this.flights.some(({ key }) => key === name)) return
    this.forgive(name)
    const org = `${this.#orgOf(name)}+`
    this.#orgs[name] = org
    this.#accounts.set(org, this.#newAccount(org))
    this.pool.startAnew(keyId(name))
  }

  /** The config is read again: some keys are off or gone, and everything else is as it was. */
  reload(on: (name: string) => boolean, there: (name: string) => boolean) {
    const all: KeyMetadata[] = NAMES.map((name) => metaOf(name, { enabled: on(name) }))
    this.#metas = all.filter(({ label }) => there(label))
    this.pool.reconcile(this.#metas)
  }

  /**
   * The app ends and starts again: what is under way is lost, and the provider may have got it. A key that is removed
   * then is a new one if it ever comes back.
   */
  restart() {
    const hint: unknown = JSON.parse(JSON.stringify(this.pool.save()))
    for (const flight of this.flights) this.process(flight)
    this.flights = []
    this.#refused.clear()
    const there = this.#metas.map(({ label }) => this.#orgOf(label))
    this.#rests = this.#rests.filter(({ key, org }) => key === null && there.includes(org))
    this.pool = this.#newPool()
    this.pool.load(hint)
  }

  /** No key shows more than there is, and the counts are those of the keys. */
  expectSound() {
    const views = Object.values(this.pool.views())
    for (const { id, lanes, organization } of views) {
      if (organization === null) continue
      for (const { group, windows } of lanes)
        for (const d of dimensions) {
          const window = windows[d]
          if (!window) continue
          const shown = freeAt(window, this.now) + (d === 'otpm' ? window.reserved : 0)
          const truth = this.#truth(id, group, d)
          if (shown > truth + LIMITS[d] * 1e-5) throw new Error(`${id} ${group} shows ${shown} ${d} of ${truth}`)
        }
    }
    const ready = views.filter(({ status }) => status.kind === 'ready').length
    const { available } = this.pool.count(PROVIDER)
    if (available !== ready) throw new Error(`${available} keys are counted, ${ready} are ready`)
  }

  /** What the provider holds, less what has not reached it yet, more what the pool has not heard of. */
  #truth(key: string, group: string, dimension: Dimension): number {
    const { level } = this.#account(key).levels(group, this.now)[dimension]
    const ours = this.flights.filter((flight) => this.#orgOf(flight.key) === this.#orgOf(key) && flight.group === group)
    const sent = ours.filter(({ stage }) => stage === 'sent')
    if (dimension === 'rpm') return level - sent.length
    if (dimension === 'itpm') return level - sent.reduce((sum, { input }) => sum + input, 0)
    return level + ours.reduce((sum, { produced, seen }) => sum + produced - seen, 0)
  }
}
