import { useEffect, useId, useRef } from 'react'
import { flushSync } from 'react-dom'
import type { KeyMetadata } from '../../src-shared/domain/key.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { SelectField, TextField } from '../parts/field.tsx'
import { LiveText } from '../parts/live-text.tsx'
import { useActions, useHouse, useRelay } from '../store/context.tsx'
import { said } from '../words/said.ts'
import { SecretField } from './secret-field.tsx'
import { type AddForm, useAddKey } from './use-add-key.ts'

const words = text.window.sheets.add

interface AddKeyFormProps {
  /** On first run the field is the page. */
  large?: boolean
  /** The main thing is not the key but what one wants it for. */
  thenLaunches?: boolean
  onAdded: (key: KeyMetadata, launch: boolean) => void
  onCancel?: () => void
}

/** Paste, recognise, label, test, store. What goes wrong is said in place, and nothing typed is lost. */
export function AddKeyForm({ large = false, thenLaunches = false, onAdded, onCancel }: AddKeyFormProps) {
  const { say } = useActions()
  const launch = useRef(thenLaunches)
  const secret = useRef<HTMLTextAreaElement>(null)
  const noteId = useId()
  const { form, onSecret, submit, ...set } = useAddKey(
    () => secret.current?.value ?? '',
    (key) => {
      if (secret.current) secret.current.value = ''
      say(text.window.keys.said.added(key.label))
      onAdded(key, launch.current)
    },
  )
  useEffect(() => secret.current?.focus(), [])
  const testing = form.state.kind === 'testing'
  const error = form.state.kind === 'failed' ? form.state.error : null
  const begun = form.recognised !== 'nothing' || form.offer !== null
  const needsKey = form.offer?.needsKey ?? true
  const add = needsKey ? words.submit : words.submitLocal
  const begin = (andLaunch: boolean) => {
    launch.current = andLaunch
    if (!testing) void submit(false)
  }

  return (
    <form
      className={large ? 'add-key large' : 'add-key'}
      onSubmit={(event) => {
        event.preventDefault()
        begin(thenLaunches)
      }}
    >
      {needsKey && (
        <SecretField
          field={secret}
          large={large}
          invalid={error !== null}
          describedBy={noteId}
          onInput={() => void onSecret()}
          onEnter={() => begin(thenLaunches)}
        />
      )}
      <p id={noteId} className="add-note" aria-live="polite">
        {noteOf(form, needsKey)}
      </p>
      {!begun && <Elsewhere />}
      {!begun && large && <LocalModels form={form} onChoose={set.setChosen} />}
      {(begun || !large) && (
        <div className="add-fields">
          <SelectField
            label={words.provider}
            value={form.offer?.value ?? ''}
            choices={[
              ...(form.offer ? [] : [{ value: '', label: words.choose }]),
              ...form.offers.map(({ value, label }) => ({ value, label })),
            ]}
            onChoose={(value) => set.setChosen(value || null)}
          />
          <TextField
            label={words.label}
            value={form.label}
            maxLength={60}
            onChange={(event) => set.setLabel(event.currentTarget.value)}
          />
        </div>
      )}
      {(begun || !large) && <OtherAddress form={form} onToggle={set.setOtherAddress} onAddress={set.setBaseUrl} />}
      {error && (
        <p className="add-error bad" role="alert">
          {error.message}
        </p>
      )}
      {(begun || !large) && (
        <footer className="sheet-foot">
          {testing ? <Testing /> : <Kept needsKey={needsKey} />}
          {onCancel && <Button onClick={onCancel}>{text.window.cancel}</Button>}
          {error?.code === 'unreachable' && <Button onClick={() => void submit(true)}>{words.anyway}</Button>}
          {thenLaunches && (
            <Button disabled={testing} onClick={() => begin(false)}>
              {add}
            </Button>
          )}
          <Button look="go" submit disabled={testing}>
            {thenLaunches ? words.submitAndLaunch : add}
          </Button>
        </footer>
      )}
    </form>
  )
}

function noteOf(form: AddForm, needsKey: boolean): string {
  if (form.offer && !needsKey) return words.noKey(form.offer.label)
  if (form.noKeyIn) return words.noKeyIn
  if (form.recognised === 'unknown') return words.unknown
  if (form.recognised === 'known' && form.offer) return words.recognised(form.offer.label)
  return form.recognised === 'nothing' && needsKey ? words.orMore : ''
}

interface OtherAddressProps {
  form: AddForm
  onToggle: (on: boolean) => void
  onAddress: (address: string) => void
}

function OtherAddress({ form, onToggle, onAddress }: OtherAddressProps) {
  const field = useRef<HTMLDivElement>(null)
  if (!form.otherAddress) {
    const open = () => {
      flushSync(() => onToggle(true))
      field.current?.querySelector('input')?.focus()
    }
    return (
      <div ref={field}>
        <Button look="link" onClick={open}>
          {words.atAnother}
        </Button>
      </div>
    )
  }
  return (
    <div ref={field}>
      <TextField
        label={words.address}
        type="url"
        inputMode="url"
        placeholder={words.addressHint}
        value={form.baseUrl}
        onChange={(event) => onAddress(event.currentTarget.value)}
      />
    </div>
  )
}

/** The way in for those whose keys are in another program. */
function Elsewhere() {
  const { open } = useActions()
  return (
    <div>
      <Button look="link" onClick={() => open({ kind: 'import' })}>
        {words.elsewhere}
      </Button>
    </div>
  )
}

/** The way in for those who have no key at all. */
function LocalModels({ form, onChoose }: { form: AddForm; onChoose: (value: string) => void }) {
  const local = form.offers.find((offer) => !offer.needsKey)
  if (!local) return null
  return (
    <p className="small quiet">
      {text.window.keys.first.ollama}{' '}
      <Button look="link" onClick={() => onChoose(local.value)}>
        {text.window.keys.first.useOllama}
      </Button>
    </p>
  )
}

function Testing() {
  const { ticker } = useHouse()
  const since = useRef(ticker.now())
  return (
    <p className="foot-words">
      <LiveText read={(now) => said(words.testing(Math.floor((now - since.current) / 1000)))} />
      <small className="quiet">{words.testingNote}</small>
    </p>
  )
}

function Kept({ needsKey }: { needsKey: boolean }) {
  const vault = useRelay((snapshot) => snapshot.vault.kind)
  return <p className="foot-words quiet">{needsKey && words.kept[vault]}</p>
}
