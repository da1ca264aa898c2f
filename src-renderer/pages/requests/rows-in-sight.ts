/** Height of a closed row in px, its hairline included. */
export const ROW = 30
/** So many rows above and below what is seen are there already when one scrolls. */
const SPARE = 12

/** The row that is open, and how tall what it opens to is, in px. */
export interface Opened {
  readonly at: number
  readonly height: number
}

/** Between which heights of the list one looks, in px from its first row. */
export interface Sight {
  readonly top: number
  readonly bottom: number
}

/** Where a row begins, in px from the first one. */
export const topOf = (row: number, opened: Opened | null): number =>
  row * ROW + (opened && row > opened.at ? opened.height : 0)

/** The row at that height; what a row opens to belongs to it. May lie outside the list. */
export function rowAt(y: number, opened: Opened | null): number {
  if (!opened || y < topOf(opened.at, opened) + ROW) return Math.floor(y / ROW)
  return Math.max(opened.at, Math.floor((y - opened.height) / ROW))
}

/**
 * The rows to draw, in order: those one sees, and wherever one looks those the keyboard may go to next, which
 * are the first, the last, and the reachable one with its neighbours.
 */
export function rowsInSight(count: number, opened: Opened | null, sight: Sight, reachable: number): number[] {
  const wanted = new Set([0, reachable - 1, reachable, reachable + 1, count - 1])
  const last = rowAt(sight.bottom, opened) + SPARE
  for (let row = rowAt(sight.top, opened) - SPARE; row <= last; row++) wanted.add(row)
  return [...wanted].filter((row) => row >= 0 && row < count).sort((a, b) => a - b)
}

/** How far to scroll on so that what is at height `y` stays where it is, in px; 0 where it is gone. */
export function drift<Id>(
  y: number,
  was: { readonly ids: readonly Id[]; readonly opened: Opened | null },
  now: { readonly ids: readonly Id[]; readonly opened: Opened | null },
): number {
  const row = Math.max(0, rowAt(y + ROW - 1, was.opened))
  const id = was.ids[row]
  const at = id === undefined ? -1 : now.ids.indexOf(id)
  return at < 0 ? 0 : topOf(at, now.opened) - topOf(row, was.opened)
}
