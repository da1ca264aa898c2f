import { useEffect } from 'react'
import { focusRow, nobodyHasFocus } from '../../keyboard/rows.ts'
import { useRelay, useUi } from '../../store/context.tsx'
import { FirstRun } from './first-run.tsx'
import { Inspector } from './inspector.tsx'
import { KeyList } from './key-list.tsx'
import { LastRequests } from './last-requests.tsx'
import { MovedLine } from './moved-line.tsx'
import { PoolLine } from './pool-line.tsx'
import { TagFilter } from './tag-filter.tsx'

/** Home. In order: can I work, which key and until when, what just happened. */
export function KeysPage() {
  const empty = useRelay((snapshot) => snapshot.keyOrder.length === 0)
  const waiting = useUi((ui) => ui.removed.length > 0)
  return empty && !waiting ? <FirstRun /> : <Keys />
}

function Keys() {
  const chosen = useUi((ui) => ui.key)
  const inspected = useUi((ui) => (ui.inspector ? ui.key : null))
  const known = useRelay((snapshot) => inspected !== null && snapshot.keys[inspected] !== undefined)
  const there = useRelay((snapshot) => chosen !== null && snapshot.keys[chosen] !== undefined)
  useEffect(() => {
    if (chosen && there && nobodyHasFocus()) focusRow(chosen)
  }, [chosen, there])
  return (
    <div className="page split">
      <main className="page-main keys-page">
        <PoolLine />
        <TagFilter />
        <KeyList />
        <MovedLine />
        <LastRequests />
      </main>
      {inspected && known && <Inspector id={inspected} />}
    </div>
  )
}
