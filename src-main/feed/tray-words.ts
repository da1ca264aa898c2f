import { poolForecast } from '../../src-shared/domain/forecast.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { tightest } from '../../src-shared/domain/limits.ts'
import { poolShares } from '../../src-shared/domain/pool-share.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import { assertNever } from '../../src-shared/domain/result.ts'
import type { SessionView } from '../../src-shared/domain/session.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown, percent, roughly } from '../../src-shared/text/format.ts'
import { nameOfType } from '../../src-shared/text/provider-name.ts'
import { costText } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'

const words = text.tray

/** What runs out within this time is worth a word, in ms. */
const SOON_MS = 10 * 60_000

/** Can I work? The relay in a few words. */
export function statusWords({ relay, practice }: Snapshot): string {
  switch (relay.kind) {
    case 'listening':
      return practice ? words.status.practice(relay.port) : words.status.listening(relay.port)
    case 'failed':
      return relay.code === 'port_taken'
        ? words.status.portTaken(relay.port, relay.by ?? text.window.notices.anotherProgram)
        : words.status.failed(relay.port)
    case 'draining':
      return words.status.draining(relay.left)
    case 'paused':
    case 'starting':
    case 'stopped':
      return words.status[relay.kind]
    default:
      return assertNever(relay)
  }
}

/** How much is left over all keys, or how long until one is free. */
export function poolWords({ pool }: Snapshot, keys: readonly KeyView[], now: number): string {
  if (keys.length === 0) return words.pool.none
  const ready = keys.filter(({ status }) => status.kind === 'ready').length
  if (ready === 0) return pool.nextAt === null ? words.pool.stuck : words.pool.waiting(countdown(pool.nextAt - now))
  const [least] = poolShares(keys, now)
  if (!least) return words.pool.ready(ready, keys.length)
  const left = words.pool.left(percent(least.share), text.window.dimensions[least.dimension], ready, keys.length)
  const forecast = poolForecast(keys, now)
  return forecast && forecast.inMs < SOON_MS ? words.pool.out(left, roughly(forecast.inMs)) : left
}

/** `71%`: what is left of the tightest limit over all keys that are ready; empty where nothing is known. */
export function leftWords({ relay }: Snapshot, keys: readonly KeyView[], now: number): string {
  const [least] = relay.kind === 'listening' ? poolShares(keys, now) : []
  return least ? percent(least.share) : ''
}

/** What a session does and what it came to so far. */
export function sessionWords({ state, underWay, cost }: SessionView): string {
  const { sessions } = text.window
  const doing = state === 'open' && underWay > 0 ? sessions.state.working : sessions.state[state]
  return words.both(doing, costText(cost).amount)
}

/** The one thing worth knowing about a key; `above` are the keys already named. */
export function keyWords(key: KeyView, above: readonly KeyView[], now: number): string {
  const { row, status } = text.window.keys
  const twin = above.find(({ id }) => key.sharedWith.includes(id))
  switch (key.status.kind) {
    case 'disabled':
    case 'invalid':
      return status[key.status.kind]
    case 'paused':
      return key.status.until > now ? row.pausedFor(countdown(key.status.until - now)) : row.backNow
    case 'cooling':
      return key.status.until > now ? row.backIn(countdown(key.status.until - now)) : row.backNow
    case 'limited':
      if (twin) return words.sharedWith(twin.label)
      return key.status.until > now ? row.roomIn(countdown(key.status.until - now)) : row.roomNow
    case 'ready': {
      if (twin) return words.sharedWith(twin.label)
      const least = tightest(key.lanes[0]?.windows ?? {}, now)
      return least ? row.left(text.window.dimensions[least.dimension], percent(least.share)) : row.noLimit
    }
    default:
      return assertNever(key.status)
  }
}

/** The provider's own spelling while its name is the type's, else the name the user gave it. */
export const providerName = ({ id, type }: ProviderView): string => (id === type ? nameOfType(type) : id)

/** Why a provider is not asked at the moment; `null` where it is. */
export function circuitWords({ circuit }: ProviderView, now: number): string | null {
  if (circuit.kind !== 'open') return null
  return circuit.until > now ? words.notAnswering(countdown(circuit.until - now)) : words.notAnsweringNow
}
