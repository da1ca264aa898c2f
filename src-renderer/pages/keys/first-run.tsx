import { useState } from 'react'
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
  const { launchIn } = useActions()
  const session = useRelay((snapshot) => snapshot.vault.kind === 'session')
  const canLaunch = useRelay((snapshot) => snapshot.claude.kind !== 'absent')
  const [folder, setFolder] = useState<string | null>(useRelay((snapshot) => snapshot.settings.last_folder))
  return (
    <div className="page first-run">
      <main className="first-main">
        <h1>{words.title}</h1>
        <p className="muted">{session ? words.wordsSession : words.words}</p>
        <AddKeyForm
          large
          thenLaunches={canLaunch}
          onAdded={(key, launch) => {
            ui.setState({ key: key.id })
            if (launch) void launchIn(folder)
          }}
        />
        <Then folder={folder} onFolder={setFolder} />
      </main>
      <PracticeOffer />
    </div>
  )
}

/** What Launch will do, said before anything is asked for. */
function Then({ folder, onFolder }: { folder: string | null; onFolder: (folder: string) => void }) {
  const { pickFolder } = useActions()
  const terminal = useRelay((snapshot) => snapshot.settings.terminal)
  const [opens, name, inside, where] = words.opens(terminal ?? words.aTerminal, folder ?? words.home)
  const [runs, program, scope] = words.runs
  const choose = async () => {
    const picked = await pickFolder()
    if (picked !== null) onFolder(picked)
  }
  return (
    <section className="then">
      <h2>{words.afterwards}</h2>
      <ol>
        <li>
          <span>
            {opens} <b>{name}</b> {inside} <b className="then-folder">{where}</b>
          </span>{' '}
          <Button look="link" onClick={() => void choose()}>
            {words.choose}
          </Button>
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
  const { practice, open } = useActions()
  const start = async () => {
    const { ok } = await practice(true)
    if (ok) open({ kind: 'launch' })
  }
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
      <Button onClick={() => void start()}>{words.start}</Button>
      <p className="practice-end quiet">{words.ends}</p>
    </aside>
  )
}
