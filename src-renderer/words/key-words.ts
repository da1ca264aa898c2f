import { type Forecast, firstOut, usualFitsAt } from '../../src-shared/domain/forecast.ts'
import type { KeyView, LaneView, PausedBy } from '../../src-shared/domain/key.ts'
import {
  dimensions,
  freeAt,
  fullAt,
  type LimitWindow,
  shareAt,
  tightest,
  type Windows,
} from '../../src-shared/domain/limits.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { age, countdown, dollars, figure, percent, roughly, sentence, timeOfDay } from '../../src-shared/text/format.ts'
import { groupName } from '../../src-shared/text/group-name.ts'
import { text } from '../../src-shared/text/text.ts'
import { forecastSentence, SOON_MS } from './forecast-words.ts'
import { nothing, type Said, said } from './said.ts'
import { shortWhen, when } from './when.ts'

const words = text.window.keys

/** Below this share a window is news. */
export const LOW = 0.2

/** The lane that a row draws: the one used last, and of a key that is ready one that can be used. */
const primaryLane = ({ status, lanes }: KeyView): LaneView | null =>
  (status.kind === 'ready' ? lanes.find(({ coolingUntil }) => coolingUntil === null) : null) ?? lanes[0] ?? null

const noWindows: Windows = {}
export const windowsOf = (key: KeyView): Windows => primaryLane(key)?.windows ?? noWindows

export const hasLimits = (windows: Windows): boolean => dimensions.some((dimension) => windows[dimension])

/** "input 71%", or what stands in its place. */
export function tightestWords(key: KeyView, now: number): Said {
  switch (key.status.kind) {
    case 'ready':
    case 'limited': {
      const least = tightest(windowsOf(key), now)
      if (!least) return nothing
      const low = key.status.kind === 'limited' || least.share < LOW
      return said(words.row.left(text.window.dimensions[least.dimension], percent(least.share)), low ? 'warn' : 'plain')
    }
    case 'cooling':
      return said(words.status.cooling, 'warn')
    case 'paused':
      return said(words.status.paused, key.status.by === 'budget' ? 'warn' : 'quiet')
    case 'invalid':
      return said(words.status.invalid, 'bad')
    case 'disabled':
      return said(words.status.disabled, 'quiet')
    default:
      return assertNever(key.status)
  }
}

/** "full in 0:17", "room in 0:21", "back in 0:42"; empty where nothing is awaited. */
export function refillWords(key: KeyView, now: number): Said {
  switch (key.status.kind) {
    case 'ready': {
      const windows = windowsOf(key)
      const least = tightest(windows, now)
      const window = least && windows[least.dimension]
      if (!window) return nothing
      const first = outSoon(key, now)
      if (first) return said(words.row.outIn(roughly(first.inMs)), 'warn')
      const left = fullAt(window) - now
      return left > 0 ? said(words.row.fullIn(countdown(left))) : said(words.row.full, 'quiet')
    }
    case 'limited': {
      const until = Math.max(key.status.until, usualAt(key, now) ?? 0)
      return until > now ? said(words.row.roomIn(countdown(until - now)), 'warn') : said(words.row.roomNow)
    }
    case 'cooling':
      return key.status.until > now
        ? said(words.row.back(shortWhen(key.status.until, now)), 'warn')
        : said(words.row.backNow)
    case 'paused':
      return key.status.until > now
        ? said(words.row.back(shortWhen(key.status.until, now)), 'quiet')
        : said(words.row.backNow)
    case 'invalid':
    case 'disabled':
      return nothing
    default:
      return assertNever(key.status)
  }
}

/** The one sentence of the inspector: how the key stands and when that ends. */
export function statusSentence(key: KeyView, now: number): string {
  const detail = words.detail
  switch (key.status.kind) {
    case 'ready': {
      const windows = windowsOf(key)
      const least = tightest(windows, now)
      const window = least && windows[least.dimension]
      if (!least || !window) return `${detail.ready} ${detail.noLimitYet}`
      const left = fullAt(window) - now
      const share = detail.tightest(text.window.dimensionNames[least.dimension], percent(least.share))
      const coming = ahead(key, now)
      if (coming.length > 0) return [detail.ready, `${share}.`, ...coming].join(' ')
      return `${detail.ready} ${share}, ${left > 0 ? detail.fullAgain(countdown(left)) : detail.isFull}`
    }
    case 'limited':
      return [detail.limited(countdown(key.status.until - now)), ...ahead(key, now)].join(' ')
    case 'cooling':
      return detail.cooling(sentence(key.status.reason), when(key.status.until, now))
    case 'paused':
      return pausedSentence(key.status.by, key.care?.dailyUsd ?? 0, when(key.status.until, now))
    case 'invalid':
      return sentence(key.status.reason)
    case 'disabled':
      return detail.disabled
    default:
      return assertNever(key.status)
  }
}

/** What runs out before long at the pace of late; `null`: nothing. */
function outSoon(key: KeyView, now: number): Forecast | null {
  const first = firstOut(windowsOf(key), now, key.care?.reserve)
  return first && first.inMs < SOON_MS ? first : null
}

const usualAt = (key: KeyView, now: number): number | null => {
  const lane = primaryLane(key)
  return lane && usualFitsAt(lane, now, key.care?.reserve)
}

/** What is to come: the limit that runs out, or when the usual request has room. */
function ahead(key: KeyView, now: number): string[] {
  const usual = usualAt(key, now)
  if (usual !== null) return [words.detail.usualIn(countdown(usual - now))]
  const first = outSoon(key, now)
  return first ? [forecastSentence(first)] : []
}

const pausedSentence = (by: PausedBy, budget: number, back: string): string =>
  by === 'user' ? words.detail.paused(back) : words.detail.spent(dollars(budget), back)

/** What a screen reader hears for a row's three tracks. */
export function gaugeLabel(windows: Windows, now: number, reserve = 0): string {
  const parts = dimensions.flatMap((dimension) => {
    const window = windows[dimension]
    return window ? [words.row.left(text.window.dimensions[dimension], percent(shareAt(window, now)))] : []
  })
  return words.row.gauge(reserve > 0 ? [...parts, words.care.kept(percent(reserve))] : parts)
}

/** The figures behind the three tracks, one line each, for the tooltip. */
export function gaugeTip(windows: Windows, now: number, reserve = 0): string {
  const lines = dimensions.flatMap((dimension) => {
    const window = windows[dimension]
    if (!window) return []
    const left = words.row.gaugeTip(
      text.window.dimensionCodes[dimension],
      figure(freeNow(window, now)),
      figure(window.limit),
    )
    return [window.reserved > 0 ? `${left}, ${words.row.gaugeLent(figure(window.reserved))}` : left]
  })
  return (reserve > 0 ? [...lines, words.care.kept(percent(reserve))] : lines).join('\n')
}

/** Whole units left, never below none. */
export const freeNow = (window: LimitWindow, now: number): number => Math.max(0, Math.floor(freeAt(window, now)))

/** "from headers, 3 s ago" or "your ceiling": who said so of one limit, and when. */
export function sourceWords({ source, seenAt }: LimitWindow, now: number): string {
  if (source === 'ceiling') return words.detail.yourCeiling
  return seenAt === null ? words.detail.learnedBefore : words.detail.fromHeaders(age(now - seenAt))
}

/** The same for a lane where it is true of each of its limits; empty where each has to speak for itself. */
export function laneSource({ windows }: LaneView, now: number): string {
  const sources = dimensions.flatMap((dimension) => windows[dimension] ?? []).map((each) => sourceWords(each, now))
  if (sources.length === 0) return words.detail.noLimit
  return sources.every((each) => each === sources[0]) ? (sources[0] ?? '') : ''
}

/** Names of the keys that draw on the same limits, and the organization where it is known. */
export function sharedNote(key: KeyView, labelOf: (id: KeyView['id']) => string | undefined): string | null {
  if (key.sharedWith.length === 0) return null
  if (key.organization) return words.note.sharedAt(key.organization)
  const names = key.sharedWith.flatMap((id) => labelOf(id) ?? [])
  return words.note.sharedWith(names.join(', '))
}

/** The note that a status itself brings, e.g. why a key cools or since when it is refused. */
export function statusNote(key: KeyView): Said | null {
  if (key.status.kind === 'cooling') return said(trimmed(key.status.reason))
  if (key.status.kind === 'paused') return said(key.status.by === 'user' ? words.note.paused : words.note.spent)
  if (key.status.kind === 'invalid') return said(words.note.since(timeOfDay(key.status.since).slice(0, 5)))
  return null
}

/** A group of models that cools while the key itself stays usable. */
export function coolingLane(key: KeyView, now: number): Said | null {
  if (key.status.kind !== 'ready' && key.status.kind !== 'limited') return null
  const lane = key.lanes.find((other) => other.coolingUntil !== null && other.coolingUntil > now)
  if (!lane || lane.coolingUntil === null) return null
  return said(words.note.laneCooling(groupName(lane.group), countdown(lane.coolingUntil - now)), 'warn')
}

const trimmed = (line: string): string => line.replace(/\.$/, '')
