import type { KeySelectorName } from '../../src-shared/config/schema.ts'
import type { PassedOver } from '../../src-shared/domain/relay.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import { percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { isKnown } from './book.ts'
import type { Look, Option } from './look.ts'
import type { Candidate } from './select.ts'
import type { Visit } from './session.ts'

const words = text.pool

export const whyChosen = {
  stays: words.why.stays,
  together: words.why.together,
  only: words.why.only,
  selected(by: KeySelectorName, { lane, headroom }: Candidate): string {
    switch (by) {
      case 'least_loaded':
        return isKnown(lane.book) ? words.why.mostRoom(percent(headroom)) : words.why.noLimitSeen
      case 'round_robin':
        return words.why.inTurn
      case 'random':
        return words.why.atRandom
      case 'weighted':
        return words.why.byWeight
      default:
        return assertNever(by)
    }
  },
}

/**
 * A session leaves the key that holds its prompt cache for another: what for, and what that costs. `left`: null where
 * it is gone.
 */
export function whyMoved(home: Visit, left: Option | null, to: Option): string {
  const cached = home.prefix?.cached ?? 0
  const moved = (from: string, why: string) => words.why.moved(from, to.key.meta.label, why, cached)
  if (left === null) return moved(words.why.aKey, words.because.gone)
  return moved(left.key.meta.label, whyLeft(left))
}

/** Two keys are named by then, so that "its" would be read as the other's. */
function whyLeft(left: Option): string {
  const { key, look, tried } = left
  if (look.kind === 'probing') return words.why.probing(key.meta.label)
  return look.kind === 'full' && !tried ? words.why.full(look.at) : because(left)
}

/** Nobody reads more lines than this; the rest is counted. */
const MOST_LINES = 24

/** One line for each key that was not to be had, and when that ends. */
export function passedOver(options: readonly Option[]): PassedOver[] {
  const lines = options.slice(0, options.length > MOST_LINES ? MOST_LINES - 1 : MOST_LINES).map(lineOf)
  const more = options.slice(lines.length)
  if (!more[0]) return lines
  const until = more.reduce((first, { look }) => Math.min(first, endOf(look) ?? first), Number.POSITIVE_INFINITY)
  const { providerId } = more[0].key.meta
  const rest = { label: words.moreKeys(more.length), because: words.because.likewise }
  return [...lines, { providerId, keyId: null, ...rest, until: Number.isFinite(until) ? until : null }]
}

const lineOf = (option: Option): PassedOver => ({
  providerId: option.key.meta.providerId,
  keyId: option.key.meta.id,
  label: option.key.meta.label,
  because: because(option),
  until: endOf(option.look),
})

function endOf(look: Look): number | null {
  if (look.kind === 'no_model') return look.until
  return 'at' in look && look.kind !== 'free' ? look.at : null
}

const because = ({ look, tried }: Option): string =>
  tried && (look.kind === 'free' || look.kind === 'queued') ? words.because.tried : reason(look)

const fullBecause = {
  provider: words.because.full,
  ceiling: words.because.atCeiling,
  reserve: words.because.atReserve,
}

function reason(look: Look): string {
  switch (look.kind) {
    case 'disabled':
      return words.because.disabled
    case 'invalid':
      return words.because.invalid(look.reason)
    case 'no_model':
      return look.reason
    case 'too_large':
      return words.because.tooLarge(look.cap)
    case 'kept':
      return words.because.beyondReserve(look.by, look.lendable)
    case 'held':
      return words.because.resting(look.at, look.hold.reason)
    case 'probing':
      return words.because.probing
    case 'queued':
      return words.because.queued
    case 'full':
      return fullBecause[look.own ?? 'provider'](look.by, look.at)
    case 'free':
      return words.because.hadRoom
    default:
      return assertNever(look)
  }
}
