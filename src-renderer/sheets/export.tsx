import { useState } from 'react'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'

const words = text.window.sheets.export
const SHORTEST = 8

/** The config for somebody else without the keys, or for oneself with them. */
export function ExportSheet() {
  const { client, close, notice } = useActions()
  const [sealed, setSealed] = useState(false)
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)

  const save = async () => {
    if (sealed && first.length < SHORTEST) return setProblem(words.short)
    if (sealed && first !== second) return setProblem(words.differ)
    setProblem(null)
    setSaving(true)
    const reply = await client.export.save({ passphrase: sealed ? first : null })
    setSaving(false)
    if (!reply.ok) return setProblem(reply.error.message)
    const { path, keys, placeholders } = reply.value
    if (path === null) return
    notice('info', words.saved(path, keys))
    if (sealed && placeholders.length > 0) notice('warn', words.some(placeholders.length))
    close()
  }
  const way = (isSealed: boolean, name: string, note: string) => (
    <label className="export-way">
      <input type="radio" name="way" checked={sealed === isSealed} onChange={() => setSealed(isSealed)} />
      <span>
        {name}
        <small>{note}</small>
      </span>
    </label>
  )
  return (
    <Sheet title={words.title} onClose={close}>
      <form
        className="export"
        onSubmit={(event) => {
          event.preventDefault()
          if (!saving) void save()
        }}
      >
        <p className="import-words">{words.words}</p>
        <fieldset className="export-ways">
          <legend className="unseen">{words.choice}</legend>
          {way(false, words.plain, words.plainNote)}
          {way(true, words.sealed, words.sealedNote)}
        </fieldset>
        {sealed && (
          <div className="add-fields export-pass">
            <TextField
              label={words.passphrase}
              type="password"
              value={first}
              onChange={(event) => setFirst(event.currentTarget.value)}
            />
            <TextField
              label={words.repeat}
              type="password"
              value={second}
              onChange={(event) => setSecond(event.currentTarget.value)}
            />
          </div>
        )}
        {problem && (
          <p className="add-error bad" role="alert">
            {problem}
          </p>
        )}
        <footer className="sheet-foot">
          <Button onClick={close}>{text.window.cancel}</Button>
          <Button look="go" submit disabled={saving} data-first>
            {words.submit}
          </Button>
        </footer>
      </form>
    </Sheet>
  )
}
