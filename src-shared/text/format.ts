/** Shared by tray and window, so that both say the same thing the same way. */

/** `0:17`, `2:05`, `1:02:00`; rounded up, so that "0:00" never stands for "not yet". */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const h = Math.floor(seconds / 3600)
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

/** `71%`; never 0% while something is left, never 100% while something is gone. */
export function percent(share: number): string {
  const p = Math.round(share * 100)
  if (p === 0 && share > 0) return '1%'
  if (p === 100 && share < 1) return '99%'
  return `${p}%`
}

/** `0.6 s`, `12 s`, `2:05`. */
export function duration(ms: number): string {
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`
  if (ms < 59_500) return `${Math.round(ms / 1000)} s`
  return countdown(ms)
}

/** `14:02:11`, in the machine's zone. */
export function timeOfDay(epochMs: number): string {
  const d = new Date(epochMs)
  return [d.getHours(), d.getMinutes(), d.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':')
}
