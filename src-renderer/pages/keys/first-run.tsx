import { dimensions } from '../../../src-shared/domain/limits.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Environment } from '../../parts/environment.tsx'
import { Track } from '../../parts/gauge.tsx'
import { AddKeyForm } from '../../sheets/add-key-form.tsx'
import { useActions, useHouse, useRelay } from '../../store/context.tsx'

const words = text.window.keys.first

/** No key yet: the paste field is the page, and practice stands beside it. */
export function FirstRun() {
  const { ui } = useHouse()
  const session = useRelay((snapshot) => snapshot.vault.kind === 'session')
  return (
    <div className="page first-run">
      <main className="first-main">
        <h1>{words.title}</h1>
        <p className="muted">{session ? words.wordsSession : words.words}</p>
        <AddKeyForm large onAdded={(key) => ui.setState({ key: key.id })} />
        <Then />
      </main>
      <PracticeOffer />
    </div>
  )
}

/** What Launch will do, said before anything is asked for. */
function Then() {
  const terminal = useRelay((snapshot) => snapshot.settings.terminal)
  const [opens, name, where] = words.opens(terminal ?? words.aTerminal)
  const [runs, program, scope] = words.runs
  return (
    <section className="then">
      <h2>{words.afterwards}</h2>
      <ol>
        <li>
          <span>
            {opens} <b>{name}</b> {where}
          </span>
        </li>
        <li>
          <span>
            {runs} <code>{program}</code> {scope}
          </span>
          <Environment />
        </li>
        <li>
          <span>{words.rest}</span>
        </li>
      </ol>
    </section>
  )
}

const PRETEND = [
  { letter: 'a', shares: { rpm: 0.86, itpm: 0.6, otpm: 0.84 }, lent: { rpm: 0.04, itpm: 0.08, otpm: 0 } },
  { letter: 'b', shares: { rpm: 0.99, itpm: 0.97, otpm: 0.99 }, lent: { rpm: 0, itpm: 0, otpm: 0 } },
]

function PracticeOffer() {
  const { practice } = useActions()
  return (
    <aside className="practice-offer" aria-labelledby="practice-offer">
      <h2 id="practice-offer">{words.practice}</h2>
      <p className="muted">{words.practiceWords}</p>
      <div className="pretend" aria-hidden="true">
        {PRETEND.map(({ letter, shares, lent }) => (
          <div key={letter}>
            <span>{words.pretend(letter)}</span>
            <span className="gauge">
              {dimensions.map((dimension) => (
                <Track key={dimension} share={shares[dimension]} lent={lent[dimension]} tight={dimension === 'itpm'} />
              ))}
            </span>
          </div>
        ))}
      </div>
      <Button onClick={() => practice(true)}>{words.start}</Button>
      <p className="practice-end quiet">{words.ends}</p>
    </aside>
  )
}
