import { poolForecast } from '../../src-shared/domain/forecast.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { text } from '../../src-shared/text/text.ts'
import type { Alarm, Clock } from '../ports.ts'

interface Parts {
  readonly clock: Clock
  readonly alarm: Alarm
  keys(): readonly KeyView[]
  warn(words: string): void
}

/** How often it is looked, in ms; only after something has changed. */
const LOOK_MS = 5000
/** What runs out within this time is worth a word, in ms. */
const WARN_MS = 5 * 60_000
/** A pace that does not hold this long is no pace, in ms. */
const HOLDS_MS = 20_000
/** Nobody is told again before it was well for this long, in ms. */
const WELL_MS = 5 * 60_000

/** Warns before the pool runs out, once, and again only after it was well for a while. */
export function forecastWatch({ clock, alarm, keys, warn }: Parts) {
  let due: (() => void) | null = null
  let badSince: number | null = null
  let lastBad = Number.NEGATIVE_INFINITY
  let told = false

  function look(): void {
    due = null
    const now = clock.now()
    const forecast = poolForecast(keys(), now)
    if (forecast === null || forecast.inMs > WARN_MS) {
      badSince = null
      return
    }
    if (now - lastBad > WELL_MS) told = false
    lastBad = now
    badSince ??= now
    if (!told && now - badSince >= HOLDS_MS) {
      told = true
      warn(text.notices.runsOut(text.window.dimensions[forecast.dimension], forecast.inMs))
    }
    mark()
  }

  /** Something of the pool may have changed. */
  function mark(): void {
    due ??= alarm.at(clock.now() + LOOK_MS, look)
  }
  return { mark, stop: () => due?.() }
}
