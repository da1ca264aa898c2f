import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyStatus, KeyView, LaneView } from '../../src-shared/domain/key.ts'
import { type Dimension, dimensions, freeAt, type LimitWindow } from '../../src-shared/domain/limits.ts'
import type { PoolView } from '../../src-shared/ipc/snapshot.ts'
import { type Bucket, free } from './bucket.ts'
import { domainOf, type KeyState } from './key-state.ts'
import type { Lane } from './lane.ts'
import { type Pace, paceAt, usualOf } from './pace.ts'
import { inFlight, type PoolState } from './state.ts'
import { coolsUntil, lanesOf, restOf, statusOf } from './status.ts'

/** What a view was made from: while all of it is the same, so is the view. */
interface Made {
  readonly key: KeyState
  readonly lanes: readonly Lane[]
  readonly memberships: number
  readonly view: KeyView
}

type Burn = (name: string, bucket: Bucket, now: number) => number

/** Lanes come and go; what has not been looked at for longest is forgotten. */
const MOST_PACES = 4096

/** Views of the keys. One whose key has not changed is the same object as before. */
export class Views {
  readonly #made = new Map<KeyId, Made>()
  /** By what is drawn on and its limit. */
  readonly #paces = new Map<string, Pace>()
  #all: Record<KeyId, KeyView> = {}
  #stats: PoolView | null = null

  all(state: PoolState, now: number): Record<KeyId, KeyView> {
    const next: Record<KeyId, KeyView> = {}
    for (const id of state.order) {
      const key = state.keys.get(id)
      if (key) next[id] = this.#view(state, key, now)
    }
    if (!sameValues(this.#all, next)) this.#all = next
    for (const id of this.#made.keys()) if (!(id in next)) this.#made.delete(id)
    return this.#all
  }

  /** Counts, and the share left of the tightest limit over all usable keys. */
  stats(state: PoolState, now: number): PoolView {
    const views = Object.values(this.all(state, now))
    const tight = tightest(state, views, now)
    const ready = views.filter(({ status }) => status.kind === 'ready').length
    const until = views.flatMap(({ status }) => ('until' in status ? [status.until] : []))
    const next: PoolView = {
      ready,
      total: views.length,
      headroom: tight === null ? null : Math.round(tight.share * 1000) / 1000,
      tightest: tight?.dimension ?? null,
      moves: state.moves,
      nextAt: ready > 0 || until.length === 0 ? null : Math.min(...until),
    }
    if (!this.#stats || !sameValues(this.#stats, next)) this.#stats = next
    return this.#stats
  }

  /** The next moment at which a status or a lane's rest ends by itself; null: none. */
  nextChangeAt(state: PoolState, now: number): number | null {
    let next = Number.POSITIVE_INFINITY
    for (const { status, lanes } of Object.values(this.all(state, now))) {
      if ('until' in status) next = Math.min(next, status.until)
      for (const { coolingUntil } of lanes) if (coolingUntil !== null) next = Math.min(next, coolingUntil)
    }
    return Number.isFinite(next) ? next : null
  }

  /** Units a second of late; 0 for what is looked at for the first time. */
  readonly #burn: Burn = (name, bucket, now) => {
    const pace = paceAt(this.#paces.get(name), bucket.charged, now)
    this.#paces.delete(name)
    this.#paces.set(name, pace)
    const [oldest] = this.#paces.keys()
    if (this.#paces.size > MOST_PACES && oldest !== undefined) this.#paces.delete(oldest)
    return pace.perSecond
  }

  #view(state: PoolState, key: KeyState, now: number): KeyView {
    const lanes = lanesOf(state, key)
    const status = statusOf(state, key, lanes, now)
    const flying = inFlight(state, key.meta.id)
    const had = this.#made.get(key.meta.id)
    if (
      had &&
      had.key === key &&
      had.memberships === state.memberships &&
      had.view.inFlight === flying &&
      sameValues(had.view.status, status) &&
      sameItems(had.lanes, lanes) &&
      lanes.every((lane) => restShown(had.view, lane) === restsFor(key, lane, status, now))
    )
      return had.view
    const view = build(state, key, lanes, status, flying, this.#burn, now)
    this.#made.set(key.meta.id, { key, lanes, memberships: state.memberships, view })
    return view
  }
}

/** A key that waits for its limits says so itself; only what a free one cannot do must be told. */
const restsFor = (key: KeyState, lane: Lane, status: KeyStatus, now: number): number | null =>
  status.kind === 'ready' ? coolsUntil(key, lane, now) : (restOf(key, lane, now)?.until ?? null)

/** A lane that shows nothing shows no rest. */
const restShown = (view: KeyView, { group }: Lane) =>
  view.lanes.find((lane) => lane.group === group)?.coolingUntil ?? null

function build(
  state: PoolState,
  key: KeyState,
  lanes: readonly Lane[],
  status: KeyStatus,
  flying: number,
  burn: Burn,
  now: number,
): KeyView {
  const shown = lanes
    .map((lane) => laneView(key, lane, status, burn, now))
    .filter((lane) => lane.coolingUntil !== null || Object.keys(lane.windows).length > 0)
  const ceilings = key.ceilings ? windowsOf(null, key, burn, now) : {}
  const onlyCeilings = shown.length === 0 && Object.keys(ceilings).length > 0
  return {
    ...key.meta,
    status,
    lanes: onlyCeilings ? [{ group: '*', windows: ceilings, coolingUntil: null }] : shown,
    inFlight: flying,
    organization: key.domain === null ? null : shorten(key.domain),
    sharedWith: key.domain === null ? [] : siblings(state, key),
    lastUsedAt: key.lastUsedAt,
  }
}

function laneView(key: KeyState, lane: Lane, status: KeyStatus, burn: Burn, now: number): LaneView {
  const usual = usualOf(lane.recent)
  return {
    group: lane.group,
    windows: windowsOf(lane, key, burn, now),
    coolingUntil: restsFor(key, lane, status, now),
    ...(usual && { usual }),
  }
}

/** Of a provider's limit and a user's ceiling the one that leaves less. */
function windowsOf(lane: Lane | null, { meta, ceilings }: KeyState, burn: Burn, now: number): LaneView['windows'] {
  const windows: Partial<Record<Dimension, LimitWindow>> = {}
  for (const dimension of dimensions) {
    const paced = (bucket: Bucket, source: LimitWindow['source'], name: string) =>
      windowOf(bucket, source, burn(`${name} ${dimension}`, bucket, now), now)
    const said = lane && paced(lane.book[dimension], 'headers', lane.id)
    const own = ceilings && paced(ceilings[dimension], 'ceiling', `ceiling ${meta.id}`)
    const tighter = said && own ? (own.free < said.free ? own : said) : (said ?? own)
    if (tighter) windows[dimension] = tighter
  }
  return windows
}

function windowOf(bucket: Bucket, source: LimitWindow['source'], burn: number, now: number): LimitWindow | null {
  if (bucket.cap === null) return null
  const reserved = bucket.pending + bucket.held
  const window = { limit: bucket.cap, free: free(bucket, now), reserved, at: now, source, seenAt: bucket.seenAt }
  return burn > 0 ? { ...window, burn } : window
}

const shorten = (domain: string) => (domain.length <= 20 ? domain : `${domain.slice(0, 12)}…${domain.slice(-4)}`)

const siblings = (state: PoolState, key: KeyState): KeyId[] =>
  state.order.filter((id) => id !== key.meta.id && state.keys.get(id)?.domain === key.domain)

/** What is left over what there could be, summed over the keys that can be used; shared limits count once. */
function tightest(state: PoolState, views: readonly KeyView[], now: number) {
  const sums = new Map<string, { dimension: Dimension; free: number; limit: number }>()
  const counted = new Set<string>()
  for (const view of views) {
    const key = state.keys.get(view.id)
    if (!key || (view.status.kind !== 'ready' && view.status.kind !== 'limited')) continue
    if (counted.has(domainOf(key))) continue
    counted.add(domainOf(key))
    for (const { group, windows } of view.lanes)
      for (const dimension of dimensions) {
        const window = windows[dimension]
        if (!window) continue
        const sum = sums.get(`${group} ${dimension}`) ?? { dimension, free: 0, limit: 0 }
        sum.free += Math.max(0, freeAt(window, now))
        sum.limit += window.limit
        sums.set(`${group} ${dimension}`, sum)
      }
  }
  let least: { dimension: Dimension; share: number } | null = null
  for (const { dimension, free, limit } of sums.values())
    if (least === null || free / limit < least.share) least = { dimension, share: free / limit }
  return least
}

const sameItems = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, i) => item === b[i])

const sameValues = (a: object, b: object) =>
  sameItems(Object.keys(a), Object.keys(b)) && sameItems(Object.values(a), Object.values(b))
