import { dayAt, daysTo, midnightAfter } from '../../src-shared/domain/day.ts'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { KeyMetadata, Spent } from '../../src-shared/domain/key.ts'
import type { Notice } from '../../src-shared/domain/notice.ts'
import { dollars } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Pause } from '../pool/key-state.ts'
import type { Pool } from '../pool/pool.ts'
import type { Alarm, Clock, JsonFile, Log } from '../ports.ts'
import { markReached, pauseOf } from './budget.ts'
import { current, type Day, dayOf, emptyLedger, Ledger, setDay, spend, withPause } from './ledger.ts'

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  readonly log: Log
  readonly pool: Pick<Pool, 'pauseKey'>
  /** `null`: kept until the end of this run. */
  readonly file: JsonFile | null
  keys(): readonly KeyMetadata[]
  keyOf(id: KeyId): KeyMetadata | undefined
  notice(notice: Notice): void
  /** Something that `spent` shows has changed. */
  changed(): void
}

/** What keys may cost and when they rest, besides their limits. */
export interface KeyCare {
  /** Brings pauses, budgets and reminders to the keys in force. */
  apply(): void
  /** A request on this key came to that many millionths of a USD; `null`: its price is not known. */
  spend(id: KeyId, micro: number | null): void
  /** Until an epoch instant (ms); `null`: it is to be used again. Resolves once it is kept. */
  pause(id: KeyId, until: number | null): Promise<void>
  /** Of today, by key; those that cost nothing are not in it. */
  spent(): Readonly<Record<KeyId, Spent>>
  /** Keeps what is not kept yet. */
  stop(): Promise<void>
}

/** A kill loses at most this much of what was spent (ms). */
const KEEP_MS = 1000
/** Days before its last one on which a key's user is reminded, the nearest first. */
const REMIND = [1, 7]

/** Holds the ledger; a fact told to it may pause a key, raise a notice and is kept for the next start. */
export function keyCare({ clock, alarm, log, pool, file, keys, keyOf, notice, changed }: Parts): KeyCare {
  let ledger = load(file)
  const paused = new Map<KeyId, Pause>()
  let unkept: (() => void) | null = null
  let midnight: () => void = () => {}

  const today = () => dayAt(clock.now())

  async function keep(): Promise<void> {
    unkept?.()
    unkept = null
    await file?.write(ledger)
  }
  function keepSoon(): void {
    unkept ??= alarm.at(clock.now() + KEEP_MS, () => void keep().catch(failed))
  }
  const failed = (error: unknown) => log.warn({ error: String(error) }, 'what keys cost today could not be kept')

  const warn = (kind: Notice['kind'], { id }: KeyMetadata, said: string) =>
    notice({ kind, tone: 'warn', text: said, about: { page: 'keys', key: id } })

  function change(next: Ledger): void {
    if (next === ledger) return
    ledger = next
    keepSoon()
  }

  function changeDay(id: KeyId, day: Day): void {
    setDay(ledger, id, day)
    keepSoon()
  }

  function rest(key: KeyMetadata): void {
    const pause = pauseOf(ledger, key, today(), clock.now())
    const had = paused.get(key.id)
    if (had?.until === pause?.until && had?.by === pause?.by && had?.reason === pause?.reason) return
    if (pause) paused.set(key.id, pause)
    else paused.delete(key.id)
    pool.pauseKey(key.id, pause)
  }

  function tell(key: KeyMetadata): void {
    const day = dayOf(ledger, key.id, today())
    const budget = key.care?.dailyUsd
    const mark = markReached(day, budget)
    if (mark === null || budget === undefined) return
    changeDay(key.id, { ...day, told: mark })
    const words = text.notices.budget
    warn(
      'budget',
      key,
      mark >= 100 ? words.spent(key.label, dollars(budget)) : words.nearly(key.label, mark, dollars(budget)),
    )
  }

  function remind(key: KeyMetadata): void {
    const on = key.care?.expiresOn
    if (on === undefined) return
    const left = daysTo(on, clock.now())
    const before = left < 0 ? undefined : REMIND.find((days) => left <= days)
    if (before === undefined) return
    const told = ledger.reminded[key.id]
    if (told?.on === on && told.before <= before) return
    change({ ...ledger, reminded: { ...ledger.reminded, [key.id]: { on, before } } })
    warn('key_expires', key, text.notices.expires(key.label, left))
  }

  function turnOver(): void {
    midnight()
    midnight = alarm.at(midnightAfter(clock.now()), () => {
      change(current(ledger, today(), clock.now()))
      apply()
    })
  }

  function apply(): void {
    for (const key of keys()) {
      rest(key)
      tell(key)
      remind(key)
    }
    turnOver()
    changed()
  }

  return {
    apply,
    spend(id, micro) {
      if (micro === 0) return
      changeDay(id, spend(dayOf(ledger, id, today()), micro))
      const key = keyOf(id)
      if (!key) return
      rest(key)
      tell(key)
      changed()
    },
    async pause(id, until) {
      const before = ledger
      ledger = withPause(ledger, id, until)
      try {
        await keep()
      } catch (error) {
        ledger = before
        throw error
      }
      const key = keyOf(id)
      if (key) rest(key)
    },
    spent() {
      const day = today()
      const entries = Object.entries(ledger.days).filter(([, one]) => one.day === day)
      return Object.fromEntries(entries.map(([id, { micro, unpriced }]) => [id, { usd: micro / 1e6, unpriced }]))
    },
    async stop() {
      midnight()
      if (unkept) await keep().catch(failed)
    },
  }
}

/** A ledger that cannot be read counts from nought: no key rests for what nobody can read. */
function load(file: JsonFile | null): Ledger {
  try {
    return Ledger.safeParse(file?.read()).data ?? emptyLedger()
  } catch {
    return emptyLedger()
  }
}
