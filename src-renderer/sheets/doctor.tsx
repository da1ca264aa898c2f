import { useCallback, useEffect, useState } from 'react'
import type { Examined } from '../../src-shared/domain/claude-code.ts'
import { shortPath } from '../../src-shared/text/session.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useRelay } from '../store/context.tsx'
import { helpOf, reasonsOf, wayWords } from '../words/doctor-words.ts'
import { Everywhere } from './doctor-everywhere.tsx'

const words = text.window.sheets.doctor

type State = { kind: 'looking' } | { kind: 'seen'; seen: Examined } | { kind: 'failed'; message: string }

/** Where Claude Code goes by itself, and by what; what is in the way; and its own settings led here, or put back. */
export function DoctorSheet() {
  const { client, close } = useActions()
  const last = useRelay((snapshot) => snapshot.settings.last_folder)
  const [folder, setFolder] = useState(last)
  const [state, setState] = useState<State>({ kind: 'looking' })

  const look = useCallback(
    async (at: string | null) => {
      const reply = await client.claude.examine({ folder: at })
      setState(reply.ok ? { kind: 'seen', seen: reply.value } : { kind: 'failed', message: reply.error.message })
    },
    [client],
  )
  useEffect(() => void look(folder), [look, folder])

  const choose = async () => {
    const reply = await client.claude.pickFolder()
    if (!reply.ok) setState({ kind: 'failed', message: reply.error.message })
    else if (reply.value.folder !== null) setFolder(reply.value.folder)
  }
  return (
    <Sheet title={words.title} width="wide" onClose={close}>
      <div className="doctor">
        {state.kind === 'looking' && <p className="muted">{words.looking}</p>}
        {state.kind === 'failed' && (
          <p className="bad" role="alert">
            {state.message}
          </p>
        )}
        {state.kind === 'seen' && <Seen seen={state.seen} />}
        <div className="doctor-folder">
          <span className="muted">{words.folder}</span>
          <span className={folder ? 'cut mono' : 'cut muted'} title={folder ?? undefined}>
            {folder ? shortPath(folder) : words.noFolder}
          </span>
          <Button look="link" onClick={() => void choose()}>
            {words.choose}
          </Button>
          <Button look="link" onClick={() => void look(folder)}>
            {words.again}
          </Button>
        </div>
        {state.kind === 'seen' && <Everywhere changed={state.seen.changed} onDone={() => void look(folder)} />}
      </div>
    </Sheet>
  )
}

function Seen({ seen }: { seen: Examined }) {
  const { verdict, installations, layers } = seen
  const help = helpOf(seen)
  return (
    <>
      <div role="status">
        <p className="doctor-way">{wayWords(verdict)}</p>
        {reasonsOf(verdict).map((reason) => (
          <p key={reason}>{reason}</p>
        ))}
        {help && <p className="muted">{help}</p>}
      </div>
      <section aria-label={words.installations}>
        <h3>{words.installations}</h3>
        {installations.length === 0 && <p className="warn">{words.none}</p>}
        <ul className="doctor-list">
          {installations.map(({ path, version }, i) => (
            <li key={path}>
              <span className="mono cut selectable" title={path}>
                {path}
              </span>
              <span className="muted">{version ?? words.unknownVersion}</span>
              {i === 0 && <span className="muted">{words.used}</span>}
            </li>
          ))}
        </ul>
      </section>
      <section aria-label={words.layers}>
        <h3>{words.layers}</h3>
        <ul className="doctor-list">
          {layers.map(({ name, path, sets, isBroken }) => (
            <li key={path ?? name} data-decides={name === verdict.by}>
              <span className="cut" title={path ?? undefined}>
                {words.layer[name]}
                {path && <span className="muted mono"> {shortPath(path)}</span>}
              </span>
              <span className={isBroken ? 'warn' : 'muted'}>
                {isBroken ? words.broken : sets.length > 0 ? words.sets(sets) : words.setsNothing}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
