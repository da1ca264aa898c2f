import { useEffect, useState } from 'react'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { ImportPlace } from '../../src-shared/ipc/intake.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'

const words = text.window.sheets.import

/** Where keys can be read from: the files of other programs that are there, or any file. */
export function ImportSheet() {
  const { client, close, open } = useActions()
  const [places, setPlaces] = useState<readonly ImportPlace[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    let alive = true
    void client.intake.places().then((reply) => {
      if (alive) setPlaces(reply.ok ? reply.value.filter(({ found }) => found) : [])
    })
    return () => {
      alive = false
    }
  }, [client])

  const read = async (from: Input<'intake.file'>['from']) => {
    setProblem(null)
    const reply = await client.intake.file({ from })
    if (!reply.ok) return setProblem(reply.error.message)
    if (reply.value.kind === 'read') open({ kind: 'intake', intake: reply.value.intake })
  }

  return (
    <Sheet title={words.title} onClose={close}>
      <p className="import-words">{words.words}</p>
      {places?.length === 0 && <p className="import-words quiet">{words.none}</p>}
      <ul className="import-places">
        {(places ?? []).map(({ place, path }) => (
          <li key={place}>
            <b>{words.places[place]}</b>
            <span className="cut mono" title={path}>
              {path}
            </span>
            <Button aria-label={words.read(words.places[place])} onClick={() => void read({ place })}>
              {words.readIt}
            </Button>
          </li>
        ))}
      </ul>
      {problem && (
        <p className="add-error import-words bad" role="alert">
          {problem}
        </p>
      )}
      <footer className="sheet-foot">
        <p className="foot-words quiet">{words.any}</p>
        <Button data-first onClick={() => void read({ pick: true })}>
          {words.choose}
        </Button>
      </footer>
    </Sheet>
  )
}
