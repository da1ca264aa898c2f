import { poolForecast } from '../../src-shared/domain/forecast.ts'
import type { KeyView } from '../../src-shared/domain/key.ts'
import { poolShares } from '../../src-shared/domain/pool-share.ts'
import type { ProviderView } from '../../src-shared/domain/provider.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { countdown, percent } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { forecastSentence, SOON_MS } from './forecast-words.ts'
import { providerName } from './names.ts'
import { type Said, said, type Tone } from './said.ts'

const words = text.window.keys.pool

/** The top of the Keys page: a figure where there is one, the sentence, a smaller line beneath. */
export interface Headline {
  readonly figure: Said | null
  readonly sentence: readonly Said[]
  readonly sub: string | null
}

export function headline(snapshot: Snapshot, now: number): Headline {
  const { relay } = snapshot
  if (relay.kind === 'failed') return { figure: null, sentence: [said(words.failed)], sub: words.failedSub }
  if (relay.kind === 'paused') return { figure: null, sentence: [said(words.paused)], sub: words.pausedSub }
  if (relay.kind === 'stopped') return { figure: null, sentence: [said(words.stopped)], sub: null }

  const keys = snapshot.keyOrder.flatMap((id) => snapshot.keys[id] ?? [])
  const ready = keys.filter((key) => key.status.kind === 'ready').length
  const down = notAnswering(snapshot, now)
  if (ready === 0) return noneReady(snapshot, keys, now)

  const shares = poolShares(keys, now)
  const [least, ...others] = shares
  if (!least)
    return { figure: null, sentence: [said(words.unknown(ready, keys.length)), ...down], sub: words.unknownSub }
  const left = words.left(text.window.dimensions[least.dimension], ready, keys.length)
  const rest = others.map(({ dimension, share }) => words.share(text.window.dimensions[dimension], percent(share)))
  return {
    figure: said(percent(least.share)),
    sentence: down.length > 0 ? [said(`${left}, ${words.but}`), ...down] : [said(`${left}.`)],
    sub: [...(rest.length > 0 ? [`${capital(rest.join(', '))}.`] : []), ...forecastOf(keys, now)].join(' ') || null,
  }
}

function forecastOf(keys: readonly KeyView[], now: number): string[] {
  const forecast = poolForecast(keys, now)
  return forecast && forecast.inMs < SOON_MS ? [forecastSentence(forecast)] : []
}

/** "Your Claude login: 5 h 42%, 7 d 10%." `null`: none was seen lately. */
export function loginLine({ login }: Pick<Snapshot, 'login'>, now: number): string | null {
  const windows = login?.windows.filter(({ resetAt }) => resetAt === null || resetAt > now) ?? []
  if (windows.length === 0) return null
  const parts = windows.map(({ name, utilization, status, resetAt }) => {
    const window = words.loginWindows[name] ?? name
    if (status !== 'rejected') return words.loginUsed(window, percent(utilization))
    return words.loginFull(window, resetAt === null ? null : countdown(resetAt - now))
  })
  return words.login(parts)
}

/** No key is ready: the figure becomes the countdown, in amber, or there is nothing to wait for. */
function noneReady(snapshot: Snapshot, keys: readonly KeyView[], now: number): Headline {
  const waits = keys.flatMap(({ status }) => ('until' in status ? [status.until] : []))
  const full = keys.filter(({ status }) => status.kind === 'limited' || status.kind === 'cooling').length
  if (waits.length === 0) return { figure: null, sentence: [said(words.noneReady)], sub: words.noneReadySub }
  const next = snapshot.pool.nextAt ?? Math.min(...waits)
  const underWay = keys.reduce((sum, key) => sum + key.inFlight, 0)
  return {
    figure: said(countdown(next - now), 'warn'),
    sentence: [said(full === 0 ? words.waiting : `${words.waiting} ${words.allFull(full)}`)],
    sub: underWay > 0 ? words.waitingSub(underWay) : null,
  }
}

/** "Anthropic is not answering; trying again in 0:18." for each enabled provider whose circuit is open. */
function notAnswering(snapshot: Snapshot, now: number): Said[] {
  return downProviders(snapshot).map(({ provider, until }) =>
    said(`${words.notAnswering(providerName(provider))}; ${nextTry(until, now)}`, 'warn' satisfies Tone),
  )
}

const nextTry = (until: number, now: number) =>
  until > now ? words.tryingAgain(countdown(until - now)) : words.tryingNow

/** Enabled providers that rest after too many failures in a row. */
export function downProviders(snapshot: Snapshot): { provider: ProviderView; until: number }[] {
  return snapshot.providerOrder.flatMap((id) => {
    const provider = snapshot.providers[id]
    return provider?.enabled && provider.circuit.kind === 'open' ? [{ provider, until: provider.circuit.until }] : []
  })
}

const capital = (line: string): string => line.charAt(0).toUpperCase() + line.slice(1)
