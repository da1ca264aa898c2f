import { useEffect, useMemo } from 'react'
import { text } from '../../../src-shared/text/text.ts'
import { focusRow, nobodyHasFocus } from '../../keyboard/rows.ts'
import { Button } from '../../parts/button.tsx'
import { Grid } from '../../parts/grid.tsx'
import { drawSentence } from '../../parts/live-text.tsx'
import { useActions, useHouse, useRelay, useTick, useUi } from '../../store/context.tsx'
import { snapshotOf } from '../../store/relay-store.ts'
import { keyCounts } from '../../store/selectors.ts'
import { providersLine } from '../../words/provider-words.ts'
import { ProviderDetail } from './provider-detail.tsx'
import { ProviderRow } from './provider-row.tsx'
import { RemovedProvider } from './removed-provider.tsx'

const words = text.window.providers

/** Who answers, at which address, with which models for which role. */
export function ProvidersPage() {
  const { open } = useActions()
  const order = useRelay((snapshot) => snapshot.providerOrder)
  const keys = useRelay((snapshot) => snapshot.keys)
  const chosen = useUi((ui) => ui.provider)
  const counts = useMemo(() => keyCounts(keys), [keys])
  const current = order.find((id) => id === chosen) ?? order[0]
  useEffect(() => {
    if (chosen && nobodyHasFocus()) focusRow(chosen)
  }, [chosen])
  return (
    <div className="page">
      <main className="page-main providers-page">
        <section className="head plain">
          <Line />
          <span className="push">
            <Button onClick={() => open({ kind: 'add-provider', type: null })}>{words.addProvider}</Button>
          </span>
        </section>
        <RemovedProvider />
        {order.length === 0 ? (
          <p className="page-words muted">{words.noneWords}</p>
        ) : (
          <Grid className="providers" headClass="provider-head" label={words.table} head={<Head />}>
            {order.map((id) => (
              <ProviderRow key={id} id={id} keys={counts[id] ?? 0} chosen={id === current} />
            ))}
          </Grid>
        )}
        {current && <ProviderDetail key={current} id={current} />}
      </main>
    </div>
  )
}

function Head() {
  return (
    <>
      <th scope="col">
        <span className="unseen">{words.columns.state}</span>
      </th>
      <th scope="col">{words.columns.provider}</th>
      <th scope="col">{words.columns.state}</th>
      <th scope="col" className="end provider-models">
        {words.columns.models}
      </th>
      <th scope="col" className="end">
        {words.columns.keys}
      </th>
      <th scope="col" className="end">
        {words.columns.enabled}
      </th>
    </>
  )
}

/** What is true of the providers now, in one sentence. */
function Line() {
  const { relay } = useHouse()
  const element = useTick<HTMLHeadingElement>((heading, now) => {
    const snapshot = snapshotOf(relay.getState())
    if (snapshot) drawSentence(heading, providersLine(snapshot, now))
  })
  useRelay((snapshot) => snapshot.providers) // news of a provider may change it at once
  return (
    <h1 ref={element} className="say">
      {text.window.pages.providers}
    </h1>
  )
}
