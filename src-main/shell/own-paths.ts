import { existsSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, relative } from 'node:path'

/**
 * What to open for `path`: itself, or its folder where it was not written yet. `null` where it does not lie in
 * one of `places` after every link is followed.
 */
export function ownPath(places: readonly string[], path: string): string | null {
  const there = existsSync(path) ? path : dirname(path)
  return places.some((place) => isWithin(place, there)) ? there : null
}

function isWithin(folder: string, path: string): boolean {
  try {
    const way = relative(realpathSync(folder), realpathSync(path))
    return way === '' || (!way.startsWith('..') && !isAbsolute(way))
  } catch {
    return false
  }
}
