import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { RequestId } from '../../../src-shared/domain/ids.ts'
import { drift, type Opened, ROW, rowsInSight, type Sight } from './rows-in-sight.ts'

/** Sight moves in steps of so many px, so that scrolling draws anew only now and then. */
const STEP = 4 * ROW

interface List {
  readonly ids: readonly RequestId[]
  /** Its place, or -1. */
  readonly openAt: number
  readonly reachable: number
}

/**
 * Draws of a long list what is looked at. News on top move nothing that one reads: only at the very top, with
 * nothing open, they push the rest down.
 */
export function useRowsInSight(body: RefObject<HTMLTableSectionElement | null>, { ids, openAt, reachable }: List) {
  const [sight, setSight] = useState<Sight>({ top: 0, bottom: 40 * ROW })
  const [height, setHeight] = useState(0)
  const opened: Opened | null = openAt < 0 ? null : { at: openAt, height }

  const look = () => {
    const top = body.current?.getBoundingClientRect().top ?? 0
    const next = { top: Math.floor(-top / STEP) * STEP, bottom: Math.ceil((innerHeight - top) / STEP) * STEP }
    setSight((now) => (now.top === next.top && now.bottom === next.bottom ? now : next))
  }
  // In a low window it is the whole page that scrolls: scrolls are heard wherever they happen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads nothing but the document as it is then.
  useEffect(() => {
    addEventListener('scroll', look, { capture: true, passive: true })
    addEventListener('resize', look)
    return () => {
      removeEventListener('scroll', look, { capture: true })
      removeEventListener('resize', look)
    }
  }, [])

  const drawn = useRef({ ids, opened })
  useLayoutEffect(() => {
    const was = drawn.current
    drawn.current = { ids, opened }
    const changed = was.ids !== ids || was.opened?.at !== opened?.at || was.opened?.height !== opened?.height
    const scroller = body.current && scrollerOf(body.current)
    if (!changed || !body.current || !scroller) return
    if (scroller.scrollTop > 0 || was.opened)
      scroller.scrollTop += drift(hidden(body.current, scroller), was, drawn.current)
    look()
  })

  return { opened, rows: rowsInSight(ids.length, opened, sight, reachable), setHeight }
}

/** How much of the list is out of sight above, in px. */
function hidden(body: HTMLElement, scroller: HTMLElement): number {
  const head = body.previousElementSibling?.getBoundingClientRect().height ?? 0
  return scroller.getBoundingClientRect().top + head - body.getBoundingClientRect().top
}

function scrollerOf(body: HTMLElement): HTMLElement | null {
  const own = body.closest<HTMLElement>('[data-list]')
  return own && getComputedStyle(own).overflowY !== 'visible' ? own : body.closest<HTMLElement>('main')
}
