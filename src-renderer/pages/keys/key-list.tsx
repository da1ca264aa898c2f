import { useMemo } from 'react'
import { text } from '../../../src-shared/text/text.ts'
import { Grid } from '../../parts/grid.tsx'
import { Ruler } from '../../parts/ruler.tsx'
import { useRelay, useUi } from '../../store/context.tsx'
import { rowsOf, taggedIn } from '../../store/selectors.ts'
import { KeyRow } from './key-row.tsx'
import { RemovedRow } from './removed-row.tsx'
import { useDrag } from './use-drag.ts'

const words = text.window.keys

/** The keys in the user's order; nothing changes place by itself. */
export function KeyList() {
  const order = useRelay((snapshot) => snapshot.keyOrder)
  const removed = useUi((ui) => ui.removed)
  const chosen = useUi((ui) => ui.key)
  const tag = useUi((ui) => ui.tag)
  const tagged = useRelay((snapshot) => taggedIn(snapshot, tag).join('\n'))
  const shown = useMemo(() => new Set(tagged.split('\n')), [tagged])
  const rows = useMemo(() => rowsOf(order, removed), [order, removed])
  const visible = order.filter((id) => shown.has(id))
  const reachable = chosen && visible.includes(chosen) ? chosen : visible[0]
  const drag = useDrag(order)
  return (
    <Grid className="keys" headClass="key-head" label={words.table} head={<Head />}>
      {rows.map((row) =>
        row.kind === 'key' ? (
          shown.has(row.id) && (
            <KeyRow
              key={row.id}
              id={row.id}
              chosen={row.id === chosen}
              reachable={row.id === reachable}
              dragged={drag.rowProps}
              drop={drag.dropAt(row.id)}
            />
          )
        ) : (
          <RemovedRow key={`removed ${row.removed.id}`} removed={row.removed} />
        ),
      )}
    </Grid>
  )
}

function Head() {
  return (
    <>
      <th scope="col">
        <span className="unseen">{words.columns.state}</span>
      </th>
      <th scope="col">{words.columns.key}</th>
      <th scope="col" className="key-scale" title={words.columnTip}>
        <span className="scale-words">
          <span className="long">{words.columns.left}</span>
          <span className="short">{words.columns.leftShort}</span>
          <span className="scale-end">{words.full}</span>
        </span>
        <Ruler />
      </th>
      <th scope="col" className="key-tightest">
        {words.columns.tightest}
      </th>
      <th scope="col" className="key-refill">
        {words.columns.refill}
      </th>
      <th scope="col" className="key-now">
        {words.columns.now}
      </th>
      <th scope="col" className="unseen">
        {words.columns.more}
      </th>
    </>
  )
}
