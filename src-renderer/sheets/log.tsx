import { useEffect, useState } from 'react'
import type { LogLine } from '../../src-shared/domain/log-line.ts'
import { timeOfDay } from '../../src-shared/text/format.ts'
import { text } from '../../src-shared/text/text.ts'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'

const words = text.window.sheets.log

/** The log is asked for what is new this often while it is looked at, in ms. */
const EVERY_MS = 1000
/** As many lines as are shown. */
const SHOWN = 300

/** The log as it is written, of all or of one request. */
export function LogSheet({ about }: { about: string | null }) {
  const { client, close } = useActions()
  const [typed, setTyped] = useState(about ?? '')
  const [state, setState] = useState<{ lines: readonly LogLine[]; failed: string | null }>({ lines: [], failed: null })

  useEffect(() => {
    let last = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    let gone = false
    const ask = async () => {
      const reply = await client.log.recent({ after: last, about: null })
      if (gone) return
      if (reply.ok) {
        const fresh = reply.value.lines
        last = fresh.at(-1)?.n ?? last
        setState(({ lines }) => ({ lines: fresh.length > 0 ? [...lines, ...fresh].slice(-1000) : lines, failed: null }))
      } else setState(({ lines }) => ({ lines, failed: reply.error.message }))
      timer = setTimeout(() => void ask(), EVERY_MS)
    }
    void ask()
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [client])

  const wanted = typed.trim().toLowerCase()
  const found = state.lines
    .filter((line) => isIn(line, wanted))
    .slice(-SHOWN)
    .reverse()
  return (
    <Sheet title={words.title} width="wide" onClose={close}>
      <div className="log">
        <input
          type="search"
          className="box"
          data-first
          aria-label={words.filter}
          placeholder={words.filter}
          spellCheck={false}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {state.failed && (
          <p className="bad" role="alert">
            {state.failed}
          </p>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <section className="log-lines" aria-label={words.lines} tabIndex={0}>
          {found.length === 0 && <p className="quiet">{words.none}</p>}
          <ol className="mono selectable">
            {found.map((line) => (
              <li key={line.n}>
                <span className="quiet">{timeOfDay(line.at)}</span>
                <span data-level={line.level}>
                  {line.level === 'warn' || line.level === 'error' ? `${line.level} ` : ''}
                  {line.message}
                </span>
                <span className="muted">
                  {line.id && `${line.id}  `}
                  {line.facts}
                </span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Sheet>
  )
}

const isIn = ({ message, facts, id, level }: LogLine, wanted: string): boolean =>
  wanted === '' || `${level} ${message} ${facts} ${id ?? ''}`.toLowerCase().includes(wanted)
