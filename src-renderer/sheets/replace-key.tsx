import { useEffect, useId, useRef, useState } from 'react'
import type { KeyId } from '../../src-shared/domain/ids.ts'
import type { AppError } from '../../src-shared/ipc/contract.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useKey } from '../store/context.tsx'
import { SecretField } from './secret-field.tsx'
import { firstLine } from './use-add-key.ts'

const words = text.window.sheets.replace

/** A new secret for a key that keeps its name, its place and its history. */
export function ReplaceKeySheet({ id }: { id: KeyId }) {
  const { client, close, say } = useActions()
  const key = useKey(id)
  const secret = useRef<HTMLTextAreaElement>(null)
  const noteId = useId()
  const [testing, setTesting] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => secret.current?.focus(), [])
  if (!key) return null

  const submit = async () => {
    const value = firstLine(secret.current?.value ?? '')
    if (!value) return setError({ code: 'bad_request', message: text.window.sheets.add.missingKey })
    setTesting(true)
    const reply = await client.key.replace({ id, secret: value })
    setTesting(false)
    if (!reply.ok) return setError(reply.error)
    if (secret.current) secret.current.value = ''
    say(text.window.keys.said.replaced(key.label))
    close()
  }
  return (
    <Sheet title={words.title(key.label)} onClose={close}>
      <form
        className="add-key"
        onSubmit={(event) => {
          event.preventDefault()
          if (!testing) void submit()
        }}
      >
        <SecretField
          field={secret}
          invalid={error !== null}
          describedBy={noteId}
          onInput={() => setError(null)}
          onEnter={() => !testing && void submit()}
        />
        <p id={noteId} className="add-note">
          {words.words}
        </p>
        {error && (
          <p className="add-error bad" role="alert">
            {error.message}
          </p>
        )}
        <footer className="sheet-foot">
          <p className="foot-words">{testing && text.window.sheets.add.testing(0)}</p>
          <Button onClick={close}>{text.window.cancel}</Button>
          <Button look="go" submit disabled={testing}>
            {words.submit}
          </Button>
        </footer>
      </form>
    </Sheet>
  )
}
