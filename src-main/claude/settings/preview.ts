/** Lines of context around a change. */
const AROUND = 2

/**
 * What changes in a file, line by line, as `diff` writes it: `-` goes, `+` comes. Lines are few and the changes
 * lie together, so what begins and ends alike is all there is to find.
 */
export function preview(before: string, after: string, hide: (line: string) => string): string[] {
  const [old, now] = [lines(before), lines(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const shown = (sign: string, some: readonly string[]) => some.map((line) => `${sign} ${hide(line)}`)
  return [
    ...shown(' ', old.slice(Math.max(0, start - AROUND), start)),
    ...shown('-', old.slice(start, old.length - end)),
    ...shown('+', now.slice(start, now.length - end)),
    ...shown(' ', old.slice(old.length - end, old.length - end + AROUND)),
  ]
}

const lines = (text: string): string[] => (text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/))
