import { useEffect, useRef, useState } from 'react'
import type { Input } from '../../src-shared/ipc/contract.ts'
import type { ImportPlace } from '../../src-shared/ipc/intake.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'

const words = text.window.sheets.import

/** Where keys can be read from: the files of other programs that are there, or any file. */
export function ImportSheet() {
  const { client, close, open } = useActions()
  const [places, setPlaces] = useState<readonly ImportPlace[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  /** A file that opens with a passphrase. */
  const [sealed, setSealed] = useState<string | null>(null)
  useEffect(() => {
    let alive = true
    void client.intake.places().then((reply) => {
      if (alive) setPlaces(reply.ok ? reply.value.filter(({ found }) => found) : [])
    })
    return () => {
      alive = false
    }
  }, [client])

  const read = async (from: Input<'intake.file'>['from'], passphrase?: string) => {
    setProblem(null)
    const reply = await client.intake.file({ from, ...(passphrase === undefined ? {} : { passphrase }) })
    if (!reply.ok) return setProblem(reply.error.message)
    const { value } = reply
    if (value.kind === 'read') open({ kind: 'intake', intake: value.intake })
    if (value.kind !== 'sealed') return
    setSealed(value.path)
    if (value.wrong) setProblem(words.wrong)
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
      {sealed !== null && <Passphrase path={sealed} onOpen={(said) => void read({ path: sealed }, said)} />}
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

/** Its text stays in the element, as a key's does. */
function Passphrase({ path, onOpen }: { path: string; onOpen: (passphrase: string) => void }) {
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => form.current?.querySelector('input')?.focus(), [])
  return (
    <form
      ref={form}
      className="import-sealed"
      onSubmit={(event) => {
        event.preventDefault()
        onOpen(String(new FormData(event.currentTarget).get('passphrase') ?? ''))
      }}
    >
      <TextField label={words.passphrase} note={words.opens(path)} type="password" name="passphrase" />
      <Button submit>{words.open}</Button>
    </form>
  )
}
