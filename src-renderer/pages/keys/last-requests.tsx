import type { RequestRecord } from '../../../src-shared/domain/relay.ts'
import { timeOfDay } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Environment } from '../../parts/environment.tsx'
import { KeyPath } from '../../parts/key-path.tsx'
import { useHouse, useRelay, useRequests, useUi } from '../../store/context.tsx'
import { modelName } from '../../words/names.ts'
import { failoverWords, inOutWords, msWords, statusWords } from '../../words/request-words.ts'

const words = text.window.keys
const SHOWN = 12

/** What just happened, newest first; with the inspector open, what happened on its key. */
export function LastRequests() {
  const { ui } = useHouse()
  const list = useRequests()
  const only = useUi((state) => (state.inspector ? state.key : null))
  const label = useRelay((snapshot) => (only ? (snapshot.keys[only]?.label ?? null) : null))
  const mine = label === null ? list : list.filter((record) => record.attempts.some(({ keyId }) => keyId === only))
  return (
    <section className="last" aria-label={label ? words.lastOn(label) : words.last}>
      <header className="section-head">
        <h2>{label ? words.lastOn(label) : words.last}</h2>
        {list.length > 0 && (
          <Button look="link" onClick={() => ui.setState({ page: 'requests' })}>
            {words.allRequests}
          </Button>
        )}
      </header>
      {list.length === 0 ? <Nothing /> : <Lines list={mine.slice(0, SHOWN)} />}
    </section>
  )
}

function Nothing() {
  return (
    <div className="last-none">
      <p className="muted">{words.noRequests}</p>
      <Environment />
    </div>
  )
}

/** As many lines as there is room for; the rest wraps out of sight instead of being cut in half. */
function Lines({ list }: { list: readonly RequestRecord[] }) {
  return (
    <ol className="lines">
      {list.map((record) => (
        <Line key={record.id} record={record} />
      ))}
    </ol>
  )
}

function Line({ record }: { record: RequestRecord }) {
  const { ui } = useHouse()
  const providers = useRelay((snapshot) => snapshot.providers)
  const status = statusWords(record)
  const why = failoverWords(record)
  const open = () => ui.setState({ page: 'requests', filter: '', request: record.id, requestOpen: true })
  return (
    <li onDoubleClick={open}>
      <div className="line">
        <span>{timeOfDay(record.at)}</span>
        <b className="cut" title={record.model}>
          {modelName(record.model, providers)}
        </b>
        <KeyPath record={record} />
        <span className="line-tokens end">{inOutWords(record)}</span>
        <span className="end">{msWords(record.durationMs)}</span>
        <span className="end" data-tone={status.tone}>
          {status.text}
        </span>
      </div>
      {why && (
        <p className="line-why">
          <span className="cut" title={why}>
            {why}
          </span>
          {/* Lines without room are there out of sight: none of them may take the focus. Requests opens by keys. */}
          <Button
            look="link"
            tabIndex={-1}
            aria-label={text.window.requests.whyOf(timeOfDay(record.at))}
            onClick={open}
          >
            {text.window.requests.why}
          </Button>
        </p>
      )}
    </li>
  )
}
