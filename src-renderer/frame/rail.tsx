import { isOver } from '../../src-shared/domain/session.ts'
import { keysOf } from '../../src-shared/domain/shortcuts.ts'
import type { Snapshot } from '../../src-shared/ipc/snapshot.ts'
import { percent, tokens } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { announced } from '../keyboard/shortcuts.ts'
import { useHouse, useRelay, useUi } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'
import { type Page, pages } from '../store/ui-store.ts'

const words = text.window

/** The pages, and what has been counted since the start; tabs where the window is narrow. */
export function Rail() {
  return (
    <nav className="rail" aria-label={words.navigation}>
      {pages.map((page) => (
        <PageButton key={page} page={page} />
      ))}
      <Totals />
    </nav>
  )
}

function PageButton({ page }: { page: Page }) {
  const { ui } = useHouse()
  const platform = usePlatform()
  const here = useUi((state) => state.page === page)
  const count = useRelay((snapshot) => countOn(page, snapshot))
  return (
    <button
      type="button"
      aria-current={here ? 'page' : undefined}
      aria-keyshortcuts={announced(keysOf(`page-${page}`, 'everywhere'), platform)}
      onClick={() => ui.setState({ page })}
    >
      {words.pages[page]}
      {count > 0 && <span className="rail-count">{count}</span>}
    </button>
  )
}

function countOn(page: Page, { keyOrder, sessions }: Snapshot): number {
  if (page === 'keys') return keyOrder.length
  return page === 'sessions' ? Object.values(sessions).filter((it) => !isOver(it)).length : 0
}

function Totals() {
  const totals = useRelay((snapshot) => snapshot.totals)
  if (totals.requests === 0) return null
  const allInput = totals.input + totals.cacheRead
  const rows = [
    [words.rail.requests, String(totals.requests)],
    [words.rail.failedOver, String(totals.failedOver)],
    [words.rail.input, tokens(allInput)],
    [words.rail.output, tokens(totals.output)],
    [words.rail.cached, allInput > 0 ? percent(totals.cacheRead / allInput) : ''],
  ]
  return (
    <section className="totals" aria-label={words.rail.sinceStart}>
      <h2>{words.rail.sinceStart}</h2>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
