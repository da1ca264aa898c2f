import { strict as assert } from 'node:assert'
import { Due } from '../../src-main/pool/due.ts'
import { KeyPool } from '../../src-main/pool/key-pool.ts'
import type { Ask } from '../../src-main/pool/pool.ts'
import { RoomTree } from '../../src-main/pool/room-tree.ts'
import type { KeyId, ProviderId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { type Row, type Scenario, timed } from '../scenario.ts'

/** The largest first: what the engine has seen of an empty small tree would slow down all that follow. */
const SIZES = [100_000, 10_000, 50, 10]
/** Goals for the index: µs at the median, by number of keys. */
const GOALS: Readonly<Record<number, number>> = { 10000: 0.5, 100000: 1 }
const IN_FLIGHT = 64
const CAP = 50
const WINDOW_MS = 60_000

/** The same numbers every time (a linear congruence, Numerical Recipes). */
function dice(seed: number): () => number {
  let x = seed
  return () => {
    x = (Math.imul(x, 1_664_525) + 1_013_904_223) >>> 0
    return x / 2 ** 32
  }
}

/** The index alone: one search, one key lent, one given back, one in two hundred cools, and those cool no more come back. */
function index(size: number): { median: number; p99: number } {
  const chance = dice(5)
  /** Half of what the keys could bear. */
  const everyMs = Math.max(0.5, (2 * WINDOW_MS) / (CAP * size))
  const tree = new RoomTree(size, 'room')
  const due = new Due<number>()
  const emptyAt = new Float64Array(size)
  const turn = new Float64Array(size)
  const flying = new Uint16Array(size)
  const until = new Float64Array(size)
  let now = 1_000_000
  let turns = 0
  let takenBack = 0
  const place = (key: number) => {
    if ((until[key] as number) > now) {
      tree.clear(key)
      due.by(until[key] as number, key)
      return
    }
    const inFlight = flying[key] as number
    const most = 1 - inFlight / CAP
    tree.set(key, { most, emptyAt: emptyAt[key] as number, inFlight, turn: turn[key] as number })
  }
  for (let key = 0; key < size; key++) {
    emptyAt[key] = now - WINDOW_MS * chance()
    if (key > 0 && chance() < 0.3) until[key] = now + 30_000 * chance()
    place(key)
  }
  const free = (key: number) => ((until[key] as number) <= now && (flying[key] as number) < CAP ? 1 : 0)
  const share = (key: number) =>
    Math.min(1 - (flying[key] as number) / CAP, (now - (emptyAt[key] as number)) / WINDOW_MS)
  const search = () => {
    for (let key = due.take(now); key !== null; key = due.take(now)) place(key)
    return tree.best(now, free)
  }
  const under: number[] = []
  const step = (i: number) => {
    now += everyMs
    const found = search()
    if (typeof found === 'number') {
      flying[found] = (flying[found] as number) + 1
      emptyAt[found] = Math.max(emptyAt[found] as number, now - WINDOW_MS) + WINDOW_MS / CAP
      turn[found] = ++turns
      place(found)
      under.push(found)
    }
    if (under.length <= IN_FLIGHT && typeof found === 'number') return
    const back = under[takenBack++ % IN_FLIGHT]
    if (back === undefined) return
    flying[back] = Math.max(0, (flying[back] as number) - 1)
    if (i % 200 === 0) until[back] = now + 30_000
    place(back)
    if (typeof found === 'number') under[(takenBack - 1) % IN_FLIGHT] = under.pop() as number
  }
  for (let i = 0; i < 200; i++) {
    step(i)
    const found = search()
    const best = Math.max(0, ...range(size).map((key) => (free(key) ? share(key) : 0)))
    assert.ok(best <= 0 || (typeof found === 'number' && share(found) >= 0.95 * best), 'the index picks another key')
    if (size > 10_000 && i > 5) break
  }
  return timed(200, 1000, step)
}

const range = (n: number) => Array.from({ length: n }, (_, i) => i)
const PROVIDER = 'anthropic' as ProviderId

const metaOf = (i: number): KeyMetadata => ({
  id: `key-${i}` as KeyId,
  label: `Key ${i}`,
  providerId: PROVIDER,
  hint: 'hint',
  enabled: true,
  priority: 1,
  weight: 1,
  ceilings: {},
})

/** The pool as the app uses it. `answered`: with all that an answer tells it, and the count for its headers. */
function whole(size: number, sessions: number, answered: boolean): { median: number; p99: number } {
  let now = 1_700_000_000_000
  const pool = new KeyPool({ clock: { now: () => now }, alarm: { at: () => () => {} }, chance: dice(9) })
  pool.reconcile(range(size).map(metaOf))
  const windows = {
    rpm: { limit: 4000, remaining: 3990, round: 0 },
    itpm: { limit: 2e6, remaining: 1.9e6, round: 500 },
  }
  const ask: Ask = {
    providerId: PROVIDER,
    model: 'claude-opus-4-5',
    group: 'opus-4',
    bytes: 2000,
    sessionId: null,
    exclude: new Set(),
    selector: 'least_loaded',
    single: false,
  }
  const served = new Set<KeyId>()
  let heard = true
  const step = (i: number) => {
    now += 1
    const acquired = pool.acquire(sessions === 0 ? ask : { ...ask, sessionId: `s${i % sessions}` })
    assert.ok(acquired.ok, 'no key was free')
    served.add(acquired.lease.keyId)
    if (heard) {
      acquired.lease.observed({ domain: `org-${acquired.lease.keyId}`, windows })
      acquired.lease.input({ input: 700, cacheWrite: 0, cacheRead: 0 })
      acquired.lease.output(300)
      pool.count(PROVIDER)
    }
    acquired.lease.end('done')
  }
  for (let i = 0; i < Math.max(2 * sessions, Math.min(size, 1000)); i++) step(i)
  assert.ok(served.size >= (sessions || Math.min(size, 1000)) * 0.5 || size <= 50, 'few keys serve all')
  heard = answered
  return timed(100, 200, step)
}

export const selection: Scenario = {
  about: 'which key is taken. µs, median and 99th percentile of batches',
  columns: { keys: 0, median: 3, p99: 3, goal: 1 },
  async run({ say }) {
    const rows: Row[] = []
    const missed: string[] = []
    for (const size of SIZES) {
      const goal = GOALS[size]
      const figures = index(size)
      if (goal !== undefined && figures.median >= goal)
        missed.push(`the index at ${size} keys: ${figures.median.toFixed(3)} µs, goal ${goal}`)
      rows.push({
        name: 'index: search + lend + give back + cool',
        figures: { keys: size, ...figures, ...(goal && { goal }) },
      })
    }
    for (const size of SIZES) {
      rows.push({ name: 'pool: acquire, end', figures: { keys: size, ...whole(size, 0, false) } })
      rows.push({ name: 'pool: acquire, answer, count, end', figures: { keys: size, ...whole(size, 0, true) } })
      rows.push({ name: 'pool: the same, 50 sessions at home', figures: { keys: size, ...whole(size, 50, true) } })
    }
    say(
      `An index row is what is done for one request in the index alone: ${IN_FLIGHT} under way, a third of the keys cooling.`,
    )
    say('A pool row is what the pool does for one request; an answer is its headers, its input and its output.\n')
    return { rows, missed }
  },
}
