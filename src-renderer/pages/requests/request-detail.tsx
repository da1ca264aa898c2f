import type { Attempt, PassedOver, RequestRecord } from '../../../src-shared/domain/relay.ts'
import { duration } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Glyph, type GlyphKind } from '../../parts/glyph.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { failoverOf } from '../../words/failover.ts'
import { providerName } from '../../words/names.ts'
import { attemptFacts, timeParts } from '../../words/request-words.ts'

const words = text.window.requests.detail

/** Why it went as it did: the sentence, the attempts, who was passed over, the tokens, the time. */
export function RequestDetail({ record }: { record: RequestRecord }) {
  const { open } = useActions()
  return (
    <div className="request-detail">
      {record.why && <p className="why selectable">{record.why}</p>}
      <FailoverActions record={record} />
      <div className="request-columns">
        <div>
          <Attempts record={record} />
          <Learned record={record} />
          <TimeBar record={record} />
        </div>
        <div>
          <Tokens record={record} />
          <About record={record} />
          <Button look="link" onClick={() => open({ kind: 'log', about: record.id })}>
            {text.window.sheets.log.ofThis}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** After a failover: the way back, and to stay where it led. */
function FailoverActions({ record }: { record: RequestRecord }) {
  const { undoFailover, stayWith } = useActions()
  const snapshot = useRelay((whole) => whole)
  const failover = failoverOf(record, snapshot)
  if (!failover?.back && !failover?.stay) return null
  const { from, back, stay } = failover
  const { tryAgain, backTo, stayWith: staying } = text.window.requests
  return (
    <p className="request-actions">
      {back && (
        <Button shortcut={{ id: 'undo-failover', scope: 'requests' }} onClick={() => void undoFailover(failover)}>
          {back.kind === 'provider' ? (
            backTo(providerName(back.provider))
          ) : (
            <span className="of-key">{tryAgain(from.label)}</span>
          )}
        </Button>
      )}
      {stay && (
        <Button shortcut={{ id: 'stay', scope: 'requests' }} onClick={() => void stayWith(stay)}>
          {staying(providerName(stay))}
        </Button>
      )}
    </p>
  )
}

/** A verdict as the shape its key would have. */
function glyphOf(attempt: Attempt): GlyphKind {
  if (attempt.status !== null && attempt.status < 300) return 'ready'
  if (attempt.status === 401 || attempt.status === 403) return 'invalid'
  return attempt.verdict === 'running' ? 'testing' : 'cooling'
}

function Attempts({ record }: { record: RequestRecord }) {
  if (record.attempts.length + record.passedOver.length === 0) return null
  return (
    <section>
      <h2>{words.attempts}</h2>
      <ol className="ladder">
        {record.attempts.map((attempt) => (
          <Tried key={attempt.startedAt} attempt={attempt} />
        ))}
        {record.passedOver.map((passed) => (
          <NotTried key={`${passed.providerId} ${passed.keyId}`} passed={passed} />
        ))}
      </ol>
    </section>
  )
}

function Tried({ attempt }: { attempt: Attempt }) {
  const facts = attemptFacts(attempt)
  const answer =
    attempt.status === null ? words.noStatus(duration(attempt.ms)) : words.status(attempt.status, duration(attempt.ms))
  return (
    <li>
      <Glyph kind={glyphOf(attempt)} label={attempt.verdict} />
      <span className="cut">
        <b title={attempt.label}>{attempt.label}</b> {answer}
      </span>
      <span className="quiet selectable">{attempt.said}</span>
      {facts.length > 0 && <span className="attempt-facts quiet selectable">{facts.join(' · ')}</span>}
    </li>
  )
}

function NotTried({ passed }: { passed: PassedOver }) {
  return (
    <li className="not-tried">
      <span aria-hidden="true">–</span>
      <span className="quiet cut">{words.notTried(passed.label)}</span>
      <span className="quiet selectable">{passed.because}</span>
    </li>
  )
}

function Learned({ record: { learned } }: { record: RequestRecord }) {
  if (learned.length === 0) return null
  return (
    <section>
      <h2>{words.learned}</h2>
      <ul className="quiet small selectable">
        {learned.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </section>
  )
}

function Tokens({ record: { usage } }: { record: RequestRecord }) {
  const rows: [string, number][] = usage
    ? [
        [words.input, usage.input],
        [words.cacheRead, usage.cacheRead],
        [words.cacheWrite, usage.cacheWrite],
        [words.output, usage.output],
      ]
    : []
  return (
    <section>
      <h2>{words.tokens}</h2>
      {usage ? (
        <Facts rows={rows.map(([name, n]) => [name, n.toLocaleString('en')])} />
      ) : (
        <p className="quiet small">{words.noTokens}</p>
      )}
    </section>
  )
}

function About({ record }: { record: RequestRecord }) {
  const answered = record.attempts.at(-1)?.model
  const rows: [string, string][] = [
    [words.asked, record.model],
    ...(answered && answered !== record.model ? [[words.answeredBy, answered] as [string, string]] : []),
    [words.path, record.path],
    ...(record.sessionId ? [[words.session, record.sessionId] as [string, string]] : []),
    [words.id, record.id],
  ]
  return (
    <section>
      <h2>{words.about}</h2>
      <Facts rows={rows} />
    </section>
  )
}

function Facts({ rows }: { rows: [string, string][] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="cut selectable" title={value}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** True widths, 4 px at least so that a small part is seen; the legend has the figures. */
function TimeBar({ record }: { record: RequestRecord }) {
  const parts = timeParts(record)
  if (parts.length === 0 || record.durationMs === null) return null
  return (
    <section>
      <h2>
        {words.time}
        <span className="push quiet">{duration(record.durationMs)}</span>
      </h2>
      <div className="time-bar" aria-hidden="true">
        {parts.map(({ name, ms }) => (
          <i key={name} data-part={name} style={{ flexGrow: ms }} />
        ))}
      </div>
      <ul className="time-legend">
        {parts.map(({ name, ms }) => (
          <li key={name}>
            <i data-part={name} />
            {words[name]} <b>{duration(ms)}</b>
          </li>
        ))}
      </ul>
    </section>
  )
}
