/** Lists mark themselves with `data-list` and their rows with `data-row`; the row with the focus is the chosen one. */
const rowsIn = (list: Element) => [...list.querySelectorAll<HTMLElement>('[data-row]')]
const theList = () => document.querySelector('[data-list]')

/** Puts the focus on a neighbouring row; from outside the list on the chosen row. False: there is no list. */
export function moveRow(way: 'up' | 'down' | 'first' | 'last'): boolean {
  const list = theList()
  if (!list) return false
  const rows = rowsIn(list)
  const at = rows.findIndex((row) => row.contains(document.activeElement))
  const to = {
    up: at < 0 ? chosen(rows) : Math.max(0, at - 1),
    down: at < 0 ? chosen(rows) : Math.min(rows.length - 1, at + 1),
    first: 0,
    last: rows.length - 1,
  }[way]
  rows[to]?.focus()
  return rows.length > 0
}

const chosen = (rows: HTMLElement[]) =>
  Math.max(
    0,
    rows.findIndex((row) => row.tabIndex === 0),
  )

const rowOf = (id: string) => theList()?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)

/** Focuses the row of an id, if it is there. */
export const focusRow = (id: string): void => rowOf(id)?.focus()

/** Focuses the chosen row of an id. One that has yet to come finds the focus free and takes it. */
export function focusRowSoon(id: string): void {
  requestAnimationFrame(() => {
    if (rowOf(id)) focusRow(id)
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  })
}

/** True while nothing particular has the focus, so that taking it robs nobody. */
export const nobodyHasFocus = (): boolean => document.activeElement === null || document.activeElement === document.body
