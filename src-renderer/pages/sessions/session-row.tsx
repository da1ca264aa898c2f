import { memo } from 'react'
import { isOver, type SessionView } from '../../../src-shared/domain/session.ts'
import { tokens } from '../../../src-shared/text/format.ts'
import { cachedShare, costText, inputIn, sessionName } from '../../../src-shared/text/session.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { Glyph } from '../../parts/glyph.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useHouse, useRelay, useUi } from '../../store/context.tsx'
import { modelWords, noteWords, stateWords } from '../../words/session-words.ts'
import { SessionMenu } from './session-menu.tsx'

const words = text.window.sessions

interface SessionRowProps {
  session: SessionView
  /** The first of its folder, which says the folder's name. */
  first: boolean
  chosen: boolean
  reachable: boolean
}

/** One Claude Code: where, with whom, how much, and the way to stop it. */
export const SessionRow = memo(function SessionRow({ session, first, chosen, reachable }: SessionRowProps) {
  const { ui } = useHouse()
  const providers = useRelay((snapshot) => snapshot.providers)
  const { glyph, text: state } = stateWords(session)
  const { amount, note } = costText(session.cost)
  const name = sessionName(session)
  const model = modelWords(session, providers)
  const input = inputIn(session.usage)
  const ending = useUi((state) => state.ending === session.id)
  return (
    <tr
      className="session-row"
      data-row={session.id}
      data-over={isOver(session)}
      aria-selected={chosen}
      aria-label={[name, session.place, state].filter(Boolean).join(', ')}
      tabIndex={reachable ? 0 : -1}
      onFocus={() => ui.getState().session !== session.id && ui.setState({ session: session.id, ending: null })}
      onContextMenu={(event) => {
        event.preventDefault()
        ui.setState({ session: session.id, menu: session.id })
      }}
    >
      <td>{!isOver(session) && <Glyph kind={glyph} label={state} />}</td>
      <td>
        <span className={first ? 'strong cut' : 'quiet cut'} title={session.folder ?? session.id}>
          {name}
        </span>
        <LiveText className="note cut" read={(now) => noteWords(session, now)} />
      </td>
      <td>
        <span className="cut" title={session.model ?? undefined}>
          {model}
        </span>
        <span className="note cut">{session.profile ?? (session.kind === 'launch' ? words.noProfile : '')}</span>
      </td>
      <td className="session-in end">{input > 0 && tokens(input)}</td>
      <td className="session-out end">{input > 0 && tokens(session.usage.output)}</td>
      <td className="session-cached end">{cachedShare(session)}</td>
      <td className="session-cost end">
        <span className="cut" data-tone={session.cost.priced > 0 ? 'plain' : 'quiet'}>
          {amount}
        </span>
        <span className="note cut">{note}</span>
      </td>
      <td className="session-actions">
        <RowActions session={session} ending={ending} />
        {!ending && (
          <span className="session-more">
            {session.kind === 'launch' && !isOver(session) && <SessionMenu session={session} shown={chosen} />}
          </span>
        )}
      </td>
    </tr>
  )
})

function RowActions({ session, ending }: { session: SessionView; ending: boolean }) {
  const { ui } = useHouse()
  const { pauseSession, endSession, launchAgain } = useActions()
  const name = sessionName(session)
  if (session.kind === 'other') return null
  if (isOver(session))
    return (
      <Button look="link" aria-label={`${words.again} ${name}`} onClick={() => void launchAgain(session)}>
        {words.again}
      </Button>
    )
  const paused = session.state === 'paused'
  const toggle = paused ? words.resume : words.pause
  return (
    <>
      {!ending && (
        <Button look="link" aria-label={`${toggle} ${name}`} onClick={() => void pauseSession(session.id)}>
          {toggle}
        </Button>
      )}
      <Confirm
        ask={words.end}
        askName={`${words.end} ${name}`}
        question={words.endSure}
        yes={words.endYes}
        no={words.endNo}
        asking={ending}
        onAsking={(on) => ui.setState({ session: session.id, ending: on ? session.id : null })}
        onYes={() => void endSession(session.id)}
      />
    </>
  )
}
