/** Called with the pool clock's reading. */
export type OnTick = (now: number) => void

export interface Ticker {
  now(): number
  /** Calls `onTick` twice a second while the window can be seen, until the returned function is called. */
  add(onTick: OnTick): () => void
}

/** When the window can be seen; a seam for tests. */
export interface Visibility {
  visible(): boolean
  onChange(listener: () => void): void
}

export const documentVisibility: Visibility = {
  visible: () => document.visibilityState === 'visible',
  onChange: (listener) => document.addEventListener('visibilitychange', listener),
}

export const TICK_MS = 500

/** One clock for every gauge and countdown, so that they step together; it stands still when nobody looks. */
export function createTicker(now: () => number, visibility: Visibility): Ticker {
  const listeners = new Set<OnTick>()
  let timer: ReturnType<typeof setInterval> | null = null

  const tick = () => {
    const at = now()
    for (const listener of listeners) listener(at)
  }
  const settle = () => {
    const wanted = listeners.size > 0 && visibility.visible()
    if (wanted && timer === null) timer = setInterval(tick, TICK_MS)
    if (!wanted && timer !== null) {
      clearInterval(timer)
      timer = null
    }
  }
  visibility.onChange(() => {
    if (visibility.visible()) tick()
    settle()
  })
  return {
    now,
    add(onTick) {
      listeners.add(onTick)
      settle()
      return () => {
        listeners.delete(onTick)
        settle()
      }
    },
  }
}
