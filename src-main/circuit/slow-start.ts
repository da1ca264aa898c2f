/** How long a provider that is well again is spared, in ms: a sudden rush is what brings one down, or over its limits. */
export const SLOW_START_MS = 30_000

/** Requests at once, in each of as many equal parts of that time. */
const MOST = [1, 2, 4, 8, 16] as const
const PART_MS = SLOW_START_MS / MOST.length

/** How many requests at once it gets now, and until when (ms); `null`: any number. `since`: when it came back. */
export function slowStart(since: number, now: number): { most: number; until: number } | null {
  const part = Math.max(0, Math.floor((now - since) / PART_MS))
  const most = MOST[part]
  return most === undefined ? null : { most, until: since + (part + 1) * PART_MS }
}
