import type { KeyId } from '../../../src-shared/domain/ids.ts'
import type { KeyView, LaneView } from '../../../src-shared/domain/key.ts'
import { dimensions } from '../../../src-shared/domain/limits.ts'
import { countdown, figure, timeOfDay } from '../../../src-shared/text/format.ts'
import { groupName } from '../../../src-shared/text/group-name.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button, Kbd } from '../../parts/button.tsx'
import { SingleTrack } from '../../parts/gauge.tsx'
import { Glyph } from '../../parts/glyph.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useHouse, useKey, useRelay, useUi } from '../../store/context.tsx'
import { freeNow, hasLimits, laneSource, sourceWords, statusSentence } from '../../words/key-words.ts'
import { providerNameOf } from '../../words/names.ts'
import { said } from '../../words/said.ts'
import { testWords } from '../../words/test-words.ts'
import { Care } from './care.tsx'
import { Past } from './past.tsx'

const words = text.window.keys.detail

/** Everything about the chosen key, at the right of the list; it follows the choice. */
export function Inspector({ id }: { id: KeyId }) {
  const { ui } = useHouse()
  const key = useKey(id)
  const test = useUi((state) => state.tests[id])
  if (!key) return null
  return (
    <aside className="inspector" aria-label={key.label}>
      <header className="inspector-head">
        <div className="inspector-name">
          <Glyph kind={test?.kind === 'running' ? 'testing' : key.status.kind} />
          <h2 className="cut" title={key.label}>
            {key.label}
          </h2>
          {key.hint && <span className="mono quiet hint-long">…{key.hint}</span>}
          <button type="button" className="button link quiet push" onClick={() => ui.setState({ inspector: false })}>
            {text.window.close}
            <Kbd>Esc</Kbd>
          </button>
        </div>
        <LiveText className="muted" read={(now) => said(statusSentence(key, now))} />
        {test && (
          <p className="note" data-tone={testWords(test).tone}>
            {testWords(test).text}
          </p>
        )}
      </header>
      <section ref={reachableWhenTall} className="inspector-body" aria-label={words.limits}>
        {key.lanes.map((lane) => (
          <Lane
            key={lane.group}
            lane={lane}
            dim={key.status.kind !== 'ready' && key.status.kind !== 'limited'}
            reserve={key.care?.reserve ?? 0}
          />
        ))}
        <Past key={`past ${key.id}`} id={key.id} />
        <Care key={key.id} keyView={key} />
        <Facts keyView={key} />
      </section>
      <KeyActions keyView={key} />
    </aside>
  )
}

/** A part that scrolls must be reachable for those who scroll by keyboard. */
function reachableWhenTall(element: HTMLElement | null): void {
  if (element) element.tabIndex = element.scrollHeight > element.clientHeight ? 0 : -1
}

function Lane({ lane, dim, reserve }: { lane: LaneView; dim: boolean; reserve: number }) {
  const source = (now: number) =>
    lane.coolingUntil !== null && lane.coolingUntil > now
      ? said(words.coolsFor(countdown(lane.coolingUntil - now)), 'warn')
      : said(laneSource(lane, now), 'quiet')
  return (
    <section className="block">
      <h3>
        {groupName(lane.group)}
        <LiveText read={source} />
      </h3>
      {hasLimits(lane.windows) && (
        <dl className="limits">
          {dimensions.map((dimension) => {
            const window = lane.windows[dimension]
            if (!window) return null
            return (
              <div key={dimension} title={text.window.dimensionCodes[dimension]}>
                <dt>{text.window.dimensionNames[dimension]}</dt>
                <dd className="limit-track">
                  <SingleTrack windows={lane.windows} dimension={dimension} dim={dim} reserve={reserve} />
                </dd>
                <dd className="end">
                  <LiveText read={(now) => said(figure(freeNow(window, now)))} />{' '}
                  <small>{words.of(figure(window.limit))}</small>
                </dd>
                <dd className="limit-source">
                  <LiveText
                    read={(now) => said(laneSource(lane, now) === '' ? sourceWords(window, now) : '', 'quiet')}
                  />
                </dd>
              </div>
            )
          })}
        </dl>
      )}
    </section>
  )
}

function Facts({ keyView: key }: { keyView: KeyView }) {
  const provider = useRelay((snapshot) => providerNameOf(snapshot.providers, key.providerId))
  const shared = useRelay((snapshot) => key.sharedWith.flatMap((id) => snapshot.keys[id]?.label ?? []).join(', '))
  const ceilings = dimensions.flatMap((dimension) => {
    const n = key.ceilings[dimension]
    return n === undefined ? [] : [words.ceiling(figure(n), text.window.dimensions[dimension])]
  })
  const facts: [string, string][] = [
    [words.provider, provider],
    ...(key.organization ? [[words.organization, key.organization] as [string, string]] : []),
    ...(shared ? [[words.sharedWith, shared] as [string, string]] : []),
    ...(ceilings.length > 0 ? [[words.ceilings, ceilings.join(', ')] as [string, string]] : []),
    ...(key.priority !== 1 ? [[words.priority, words.priorities[key.priority] ?? ''] as [string, string]] : []),
    [words.lastUsed, key.lastUsedAt === null ? words.never : timeOfDay(key.lastUsedAt)],
    ...(key.inFlight > 0 ? [[words.underWay, String(key.inFlight)] as [string, string]] : []),
  ]
  return (
    <section className="block">
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="cut selectable" title={value}>
              {value}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function KeyActions({ keyView: key }: { keyView: KeyView }) {
  const { testKey, wakeKeys, toggleKey, removeKey, pauseKey, resumeKey, open } = useActions()
  return (
    <footer className="inspector-actions">
      {key.status.kind === 'paused' && key.status.by === 'user' ? (
        <Button shortcut={{ id: 'resume-key', scope: 'keys' }} onClick={() => void resumeKey(key.id)}>
          {text.window.keys.care.resume}
        </Button>
      ) : key.status.kind === 'cooling' ? (
        <Button shortcut={{ id: 'wake', scope: 'keys' }} onClick={() => wakeKeys(key.id)}>
          {words.wake}
        </Button>
      ) : (
        <Button shortcut={{ id: 'test', scope: 'keys' }} onClick={() => testKey(key.id)}>
          {words.test}
        </Button>
      )}
      {key.enabled && key.status.kind !== 'paused' && key.status.kind !== 'invalid' && (
        <Button onClick={() => void pauseKey(key.id, 60)}>{text.window.keys.care.pause}</Button>
      )}
      <Button onClick={() => toggleKey(key.id)}>{key.enabled ? words.turnOff : words.turnOn}</Button>
      <span className="inspector-links">
        <Button look="link" onClick={() => open({ kind: 'replace-key', id: key.id })}>
          {words.replace}
        </Button>
        <Button look="link" onClick={() => removeKey(key.id)}>
          {words.remove}
        </Button>
      </span>
    </footer>
  )
}
