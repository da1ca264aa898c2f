import { Fragment, useEffect, useMemo, useRef } from 'react'
import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import { duration, percent } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { focusRow, nobodyHasFocus } from '../../keyboard/rows.ts'
import { Environment } from '../../parts/environment.tsx'
import { Grid } from '../../parts/grid.tsx'
import { useHouse, useRelay, useRequests, useUi } from '../../store/context.tsx'
import { modelName } from '../../words/names.ts'
import { matches, summary } from '../../words/request-words.ts'
import { OpenRow, RequestRow } from './request-row.tsx'
import { ROW, topOf } from './rows-in-sight.ts'
import { useRowsInSight } from './use-rows-in-sight.ts'

const words = text.window.requests

/** Everything that was asked, newest first; each opens to why it went as it did. */
export function RequestsPage() {
  const list = useRequests()
  return (
    <div className="page">
      <main className="page-main requests-page">{list.length === 0 ? <NoRequests /> : <List list={list} />}</main>
    </div>
  )
}

function NoRequests() {
  return (
    <>
      <section className="head plain">
        <h1 className="say">{words.none}</h1>
      </section>
      <div className="page-words">
        <p className="muted">{words.noneWords}</p>
        <Environment />
      </div>
    </>
  )
}

function List({ list }: { list: readonly RequestRecord[] }) {
  const filter = useUi((ui) => ui.filter)
  const chosen = useUi((ui) => ui.request)
  const open = useUi((ui) => ui.requestOpen)
  const providers = useRelay((snapshot) => snapshot.providers)
  const shown = useMemo(
    () => list.filter((record) => matches(record, filter, (id) => modelName(id, providers))),
    [list, filter, providers],
  )
  const counted = useMemo(() => summary(list), [list])
  const ids = useMemo(() => shown.map(({ id }) => id), [shown])
  const at = chosen === null ? -1 : ids.indexOf(chosen)
  const openAt = open ? at : -1
  const reachable = Math.max(0, at)
  const body = useRef<HTMLTableSectionElement>(null)
  const { opened, rows, setHeight } = useRowsInSight(body, { ids, openAt, reachable })
  useEffect(() => {
    if (chosen && nobodyHasFocus()) focusRow(chosen)
  }, [chosen])
  return (
    <>
      <section className="head plain">
        <h1 className="say">
          {words.headline(
            counted.total,
            counted.answered === null ? null : percent(counted.answered),
            counted.failedOver,
          )}
        </h1>
        {counted.firstByteMs !== null && (
          <p className="small muted push">{words.firstByte(duration(counted.firstByteMs))}</p>
        )}
      </section>
      <FilterBar shown={shown.length} total={list.length} />
      <Grid
        role="treegrid"
        className="requests"
        headClass="request-head"
        label={words.table}
        whole={{ body, rows: shown.length + (opened ? 2 : 1), height: topOf(shown.length, opened) + 1 }}
        head={Object.entries(words.columns).map(([name, label]) => (
          <th key={name} scope="col" className={`request-${name}`}>
            {label}
          </th>
        ))}
      >
        {rows.map((row) => {
          const record = shown[row]
          if (!record) return null
          const isOpen = row === openAt
          const index = row + (openAt >= 0 && row > openAt ? 3 : 2)
          return (
            <Fragment key={record.id}>
              <RequestRow
                record={record}
                top={topOf(row, opened)}
                index={index}
                chosen={row === at}
                open={isOpen}
                reachable={row === reachable}
              />
              {isOpen && (
                <OpenRow record={record} top={topOf(row, opened) + ROW} index={index + 1} onHeight={setHeight} />
              )}
            </Fragment>
          )
        })}
      </Grid>
      {shown.length === 0 && <p className="page-words muted">{words.noMatch}</p>}
    </>
  )
}

function FilterBar({ shown, total }: { shown: number; total: number }) {
  const { ui } = useHouse()
  const filter = useUi((state) => state.filter)
  const input = useRef<HTMLInputElement>(null)
  return (
    <search className="filter">
      <input
        ref={input}
        type="search"
        className="box"
        data-filter
        aria-label={words.filter}
        placeholder={words.filterHint}
        value={filter}
        onChange={(event) => ui.setState({ filter: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          ui.setState({ filter: '' })
          input.current?.blur()
        }}
      />
      <p className="small quiet push" role="status">
        {words.shown(shown, total)}
      </p>
    </search>
  )
}
