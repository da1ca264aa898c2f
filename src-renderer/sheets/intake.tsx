import { useEffect, useState } from 'react'
import type { Intake } from '../../src-shared/ipc/intake.ts'
import { text } from '../../src-shared/text/text.ts'
import { focusRowSoon } from '../keyboard/rows.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Switch } from '../parts/switch.tsx'
import { useActions, useHouse, useRelay } from '../store/context.tsx'
import { IntakeLine } from './intake-line.tsx'
import { isReady, type Line, useIntake } from './use-intake.ts'

const words = text.window.sheets.intake

interface IntakeSheetProps {
  intake: Intake
}

/** What was found in a paste or a file: every key a row, tested, to be taken or left. */
export function IntakeSheet({ intake }: IntakeSheetProps) {
  const { ui } = useHouse()
  const { client, close, open, say } = useActions()
  const pasted = intake.from === ''
  const [enabled, setEnabled] = useState(pasted)
  const { lines, problem, storing, change, choose, store } = useIntake(intake, (keys) => {
    say(words.added(keys.length))
    close()
    const first = keys[0]
    if (!first) return
    ui.setState({ page: 'keys', key: first.id })
    focusRowSoon(first.id)
  })
  useEffect(() => () => void client.intake.drop({ batch: intake.batch }), [client, intake.batch])
  const ready = lines.filter(isReady).length
  const testing = lines.filter(({ state }) => state.kind === 'testing').length
  const stored = lines.some(({ state }) => state.kind === 'stored')

  return (
    <Sheet title={pasted ? words.pasted : words.read} width="wide" onClose={close}>
      <form
        className="intake"
        onSubmit={(event) => {
          event.preventDefault()
          if (testing === 0 && !storing) void store(enabled)
        }}
      >
        {!pasted && (
          <p className="intake-from cut" title={intake.from}>
            {intake.from}
          </p>
        )}
        {lines.length > 0 && (
          <ul className="intake-lines" aria-label={words.found(lines.length)}>
            {lines.map((line) => (
              <IntakeLine key={line.row.id} line={line} change={change} choose={choose} />
            ))}
          </ul>
        )}
        <LeftOut skipped={intake.skipped} none={lines.length === 0} />
        {problem && (
          <p className="add-error bad" role="alert">
            {problem}
          </p>
        )}
        {lines.length > 0 && !pasted && (
          <div className="intake-switch">
            <Switch on={enabled} onChange={setEnabled} aria-labelledby="intake-on" />
            <span id="intake-on">{words.switchOn}</span>
          </div>
        )}
        <footer className="sheet-foot">
          <FootWords lines={lines} testing={testing} />
          <Button onClick={() => (stored ? close() : open({ kind: pasted ? 'add-key' : 'import' }))}>
            {stored ? words.done : pasted ? words.again : words.other}
          </Button>
          <Button look="go" submit disabled={ready === 0 || testing > 0 || storing} data-first>
            {words.add(ready)}
          </Button>
        </footer>
      </form>
    </Sheet>
  )
}

function FootWords({ lines, testing }: { lines: readonly Line[]; testing: number }) {
  const vault = useRelay((snapshot) => snapshot.vault.kind)
  const asked = lines.filter(({ state }) => state.kind === 'testing' || state.kind === 'tested').length
  return (
    <p className="foot-words quiet" role="status">
      {testing > 0 ? words.testing(asked - testing, asked) : lines.length > 0 && words.kept[vault]}
    </p>
  )
}

/** Everything that was seen and is not taken, so that nobody looks for a key in vain. */
function LeftOut({ skipped, none }: { skipped: Intake['skipped']; none: boolean }) {
  if (skipped.length === 0) return none ? <p className="intake-none">{words.none}</p> : null
  return (
    <section className="intake-left">
      <h3>{words.leftOut(skipped.length)}</h3>
      <ul>
        {skipped.map(({ what, why }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
          <li key={at}>
            <b className="cut">{what}</b> <span>{why}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
