/** Shared by tray and window, so that both say the same thing the same way. */

/** `0:17`, `2:05`, `1:02:00`, `3 d 4 h`; rounded up, so that "0:00" never stands for "not yet". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const h = Math.floor(seconds / 3600)
  if (h >= 24) {
    const hours = Math.ceil(seconds / 3600)
    return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`
  }
  const m = Math.floor((seconds % 3600) / 60)
  const s = String(seconds % 60).padStart(2, '0')
  return h > 0 ? `${h}:${String(m).padStart(2, '0')}:${s}` : `${m}:${s}`
}

/** `412`, `8.1k`, `3.5M`: three figures at most, never rounded up to the next unit's 1000. */
export function tokens(n: number): string {
  if (n < 1000) return String(Math.round(n))
  const [value, unit] = n < 999_500 ? [n / 1000, 'k'] : [n / 1_000_000, 'M']
  return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : Math.round(value)}${unit}`
}

/** `3,680`, `319k`: a figure to be compared with its limit, whole as long as it is short. */
export function figure(n: number): string {
  if (n >= 9999.5) return tokens(n)
  const whole = String(Math.round(n))
  return whole.length < 4 ? whole : `${whole[0]},${whole.slice(1)}`
}

/** `3 s`, `4 min`, `2 h`, `5 d`: how long ago, in whole units, rounded down. */
export function age(ms: number): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  if (s < 60) return `${s} s`
  if (s < 3600) return `${Math.floor(s / 60)} min`
  return s < 86_400 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86_400)} d`
}

/** `6 min`, `40 s`: a guess at how long, without a precision it has not. */
export function roughly(ms: number): string {
  const s = Math.max(0, ms / 1000)
  return s < 55 ? `${Math.max(10, Math.round(s / 10) * 10)} s` : `${Math.max(1, Math.round(s / 60))} min`
}

/** `71%`; never 0% while something is left, never 100% while something is gone. */
export function percent(share: number): string {
  const p = Math.round(share * 100)
  if (p === 0 && share > 0) return '1%'
  if (p === 100 && share < 1) return '99%'
  return `${p}%`
}

/** What stands for an amount that is hidden. */
export const HIDDEN_SUM = '$···'

/** `$0.004`, `$1.20`, `$140`: an amount to compare, never `$0` for something. `NaN`: it is hidden. */
export function dollars(usd: number): string {
  if (Number.isNaN(usd)) return HIDDEN_SUM
  if (usd > 0 && usd < 0.0005) return '<$0.001'
  if (usd > 0 && usd < 0.0995) return `$${usd.toFixed(3)}`
  return usd < 99.995 ? `$${usd.toFixed(2)}` : `$${Math.round(usd).toLocaleString('en')}`
}

/** `0.6 s`, `12 s`, `2:05`. */
export function duration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`
  return countdown(ms)
}

/** `12 ms` below a second, from there on as `duration`: for what is usually over in a blink. */
export const shortTime = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)} ms` : duration(ms))

/** `14:02:11`, in the machine's zone. */
export function timeOfDay(epochMs: number): string {
  const d = new Date(epochMs)
  return [d.getHours(), d.getMinutes(), d.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':')
}

/** A fragment as a sentence of its own: a capital first, a full stop last. */
export const sentence = (fragment: string): string =>
  `${fragment.charAt(0).toUpperCase()}${fragment.slice(1)}${/[.!?]$/.test(fragment) ? '' : '.'}`
