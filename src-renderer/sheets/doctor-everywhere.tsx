import { useEffect, useRef, useState } from 'react'
import type { SettingsPlan } from '../../src-shared/domain/claude-code.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { useActions, useRelay } from '../store/context.tsx'

const words = text.window.sheets.doctor

type State =
  | { kind: 'idle' }
  | { kind: 'planned'; plan: SettingsPlan }
  | { kind: 'failed'; message: string }
  | { kind: 'done'; said: string }

/** Claude Code's own settings, led here and back: what changes is shown first, and nothing else is done. */
export function Everywhere({ changed, onDone }: { changed: boolean; onDone: () => void }) {
  const { client } = useActions()
  const isOn = useRelay((snapshot) => snapshot.settings.claude_everywhere)
  const [state, setState] = useState<State>({ kind: 'idle' })
  const on = !changed

  const plan = async () => {
    const reply = await client.claude.planSettings({ on })
    setState(reply.ok ? { kind: 'planned', plan: reply.value } : { kind: 'failed', message: reply.error.message })
  }
  const change = async ({ print, kept }: SettingsPlan) => {
    const reply = await client.claude.changeSettings({ on, print })
    if (!reply.ok) return setState({ kind: 'failed', message: reply.error.message })
    setState({ kind: 'done', said: on ? words.written : kept.length > 0 ? words.kept(kept) : words.isBack })
    onDone()
  }
  return (
    <section className="doctor-everywhere" aria-label={words.everywhere}>
      <div className="setting">
        <div>
          <div>{words.everywhere}</div>
          <p className="note">{changed ? (isOn ? words.isOn : words.isLeft) : words.everywhereNote}</p>
        </div>
        <Button onClick={() => void plan()}>{on ? words.preview : words.previewBack}</Button>
      </div>
      {state.kind === 'planned' && <Preview plan={state.plan} on={on} onYes={() => void change(state.plan)} />}
      {state.kind === 'failed' && (
        <p className="bad" role="alert">
          {state.message}
        </p>
      )}
      <p role="status">{state.kind === 'done' && state.said}</p>
    </section>
  )
}

const titles = { made: words.makes, changed: words.changes, gone: words.removes, nothing: () => words.nothing }

function Preview({ plan, on, onYes }: { plan: SettingsPlan; on: boolean; onYes: () => void }) {
  // The same line may stand twice in a file; its place is what it is known by.
  const lines = plan.lines.map((line, place) => ({ line, place }))
  const whole = useRef<HTMLDivElement>(null)
  // What is agreed to must be in sight.
  useEffect(() => whole.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={whole} className="doctor-preview">
      <p>{titles[plan.kind](plan.path)}</p>
      {lines.length > 0 && (
        <pre className="mono">
          {lines.map(({ line, place }) => (
            <span key={place} data-sign={line[0]}>
              {line}
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      {plan.beside.map((said) => (
        <p key={said} className="muted">
          {said}
        </p>
      ))}
      <Button look="go" onClick={onYes}>
        {on ? words.write : words.putBack}
      </Button>
    </div>
  )
}
