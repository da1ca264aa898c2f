import { memo } from 'react'
import type { KeyId } from '../../../src-shared/domain/ids.ts'
import type { KeyView } from '../../../src-shared/domain/key.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Gauge } from '../../parts/gauge.tsx'
import { Glyph } from '../../parts/glyph.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useHouse, useKey, useRelay, useUi } from '../../store/context.tsx'
import { bracketOf } from '../../store/selectors.ts'
import { hasLimits, refillWords, tightestWords, windowsOf } from '../../words/key-words.ts'
import { KeyMenu } from './key-menu.tsx'
import { KeyNote } from './key-note.tsx'
import { RenameField } from './rename-field.tsx'
import type { useDrag } from './use-drag.ts'

const words = text.window.keys

interface KeyRowProps {
  id: KeyId
  chosen: boolean
  /** One row of the list can be reached with Tab; arrows do the rest. */
  reachable: boolean
  /** What makes it one that can be dragged. */
  dragged: ReturnType<typeof useDrag>['rowProps']
  /** On which side of it a dragged key would come to stand. */
  drop: 'above' | 'below' | undefined
}

/** One key in 44 px: shape, name and note, three tracks, the tightest, the refill, requests under way. */
export const KeyRow = memo(function KeyRow({ id, chosen, reachable, dragged, drop }: KeyRowProps) {
  const { ui } = useHouse()
  const key = useKey(id)
  const testing = useUi((state) => state.tests[id]?.kind === 'running')
  const renaming = useUi((state) => state.renaming === id)
  const bracket = useRelay((snapshot) => bracketOf(snapshot, id))
  if (!key) return null
  const kind = testing ? 'testing' : key.status.kind
  return (
    <tr
      className="key-row"
      data-row={id}
      data-kind={key.status.kind}
      data-bracket={bracket}
      data-drop={drop}
      aria-selected={chosen}
      aria-label={`${key.label} ${key.hint}, ${words.status[kind]}`}
      tabIndex={reachable ? 0 : -1}
      {...(!renaming && dragged(id))}
      onFocus={() => ui.setState({ key: id })}
      onContextMenu={(event) => {
        event.preventDefault()
        ui.setState({ key: id, menu: id })
      }}
      onDoubleClick={() => ui.setState({ key: id, inspector: true })}
    >
      <td>
        <Glyph kind={kind} />
      </td>
      <td className="key-name">
        {renaming ? (
          <RenameField id={id} label={key.label} />
        ) : (
          <span className="name cut" title={key.label}>
            <span className="cut">{key.label}</span>
            <span className="hint">{key.hint}</span>
          </span>
        )}
        <KeyNote keyView={key} />
      </td>
      <td className="key-left">
        <Left keyView={key} />
      </td>
      <td className="key-tightest">
        <LiveText read={(now) => tightestWords(key, now)} />
      </td>
      <td className="key-refill">
        <Refill keyView={key} />
      </td>
      <td className="key-now" title={key.inFlight > 0 ? words.row.underWay(key.inFlight) : undefined}>
        {key.inFlight > 0 && key.inFlight}
      </td>
      <td className="key-more">
        <KeyMenu keyView={key} shown={chosen} />
      </td>
    </tr>
  )
})

/** The tracks, or the sentence that stands where there are none. */
function Left({ keyView: key }: { keyView: KeyView }) {
  const needsKey = useRelay((snapshot) => snapshot.providers[key.providerId]?.needsKey ?? true)
  if (key.status.kind === 'invalid')
    return (
      <span className="cut muted" title={key.status.reason}>
        {key.status.reason}
      </span>
    )
  if (key.status.kind === 'disabled') return <Sentence long={words.row.off} short={words.row.offShort} />
  const windows = windowsOf(key)
  if (!hasLimits(windows)) return <span className="cut quiet">{needsKey ? words.row.noLimit : words.row.local}</span>
  return (
    <Gauge
      windows={windows}
      reserve={key.care?.reserve ?? 0}
      dim={key.status.kind === 'cooling' || key.status.kind === 'paused'}
    />
  )
}

function Sentence({ long, short }: { long: string; short: string }) {
  return (
    <span className="cut muted">
      <span className="long">{long}</span>
      <span className="short">{short}</span>
    </span>
  )
}

/** When there is room again, or the button that brings the key back. */
function Refill({ keyView: key }: { keyView: KeyView }) {
  const { open, toggleKey } = useActions()
  if (key.status.kind === 'invalid')
    return (
      <Button
        look="link"
        aria-label={`${words.row.replace} ${key.label}`}
        onClick={() => open({ kind: 'replace-key', id: key.id })}
      >
        {words.row.replace}
      </Button>
    )
  if (key.status.kind === 'disabled')
    return (
      <Button look="link" aria-label={`${words.row.turnOn} ${key.label}`} onClick={() => toggleKey(key.id)}>
        {words.row.turnOn}
      </Button>
    )
  return <LiveText read={(now) => refillWords(key, now)} />
}
