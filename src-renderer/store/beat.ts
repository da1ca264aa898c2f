/** Takes changes to the picture, to make them together. */
export type Beat = (change: () => void) => void

/** An eye reads no faster, in ms; every frame that is not drawn costs nothing. */
const BEAT_MS = 250

/** Makes each change at once; for tests, and where nothing is drawn. */
export const atOnce: Beat = (change) => change()

/**
 * Changes that come faster than `gapMs` are made together, in their order, so that the window is laid out and drawn
 * once for all of them. The first after a pause is made at once.
 */
export function createBeat(now: () => number, later: (task: () => void, ms: number) => void, gapMs = BEAT_MS): Beat {
  let waiting: (() => void)[] = []
  let lastAt = Number.NEGATIVE_INFINITY

  const run = () => {
    const changes = waiting
    waiting = []
    lastAt = now()
    for (const change of changes) change()
  }
  return (change) => {
    waiting.push(change)
    if (waiting.length > 1) return
    const due = lastAt + gapMs - now()
    if (due <= 0) run()
    else later(run, due)
  }
}
