import { useEffect, useId, useRef, useState } from 'react'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import { type ChosenType, Role } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { Button } from '../parts/button.tsx'
import { TextField } from '../parts/field.tsx'
import { useActions, useHouse } from '../store/context.tsx'
import { clear, type SignIn, SignInFields, typedIn, waysOf } from './credential-fields.tsx'
import { firstLine } from './use-add-key.ts'
import { type Typed, useNewProvider } from './use-new-provider.ts'

const words = text.window.addProvider

/** A preset with its fields filled; what is one's own is the key, and perhaps the address and the roles. */
export function NewProviderForm({ type, onBack }: { type: ChosenType; onBack: () => void }) {
  const { ui } = useHouse()
  const { close, say } = useActions()
  const preset = presets[type]
  const secret = useRef<HTMLTextAreaElement>(null)
  const top = useRef<HTMLFormElement>(null)
  const fields = useRef<HTMLDivElement>(null)
  const [way, setWay] = useState<SignIn>(waysOf(type)[0] ?? 'key')
  const id = useId()
  const form = useNewProvider(
    type,
    () => typed(way, secret.current, fields.current),
    (added) => {
      clear(fields.current)
      say(words.added(preset.name))
      close()
      ui.setState({ page: 'providers', provider: added })
    },
  )
  useEffect(() => {
    const first = preset.addresses.length === 0 ? top.current?.querySelector('input') : secret.current
    if (first instanceof HTMLElement) first.focus()
  }, [preset])
  const busy = form.state.kind === 'busy'
  const error = form.state.kind === 'failed' ? form.state.error : null
  return (
    <form
      ref={top}
      className="add-key"
      onSubmit={(event) => {
        event.preventDefault()
        if (!busy) void form.submit(false)
      }}
    >
      <About type={type} onBack={onBack} />
      {preset.template && (
        <div className="add-fields">
          {preset.template.blanks.map(({ name }) => (
            <TextField
              key={name}
              label={words.blanks[name]}
              list={`${id}-${name}`}
              note={words.blankNotes[name]}
              value={form.blanks[name] ?? ''}
              onChange={(event) => form.blank(name, event.currentTarget.value)}
            />
          ))}
          {preset.template.blanks.map(({ name, some }) => (
            <datalist key={name} id={`${id}-${name}`}>
              {some.map((value) => (
                <option key={value} value={value} />
              ))}
            </datalist>
          ))}
        </div>
      )}
      <SignInFields
        type={type}
        way={way}
        onWay={setWay}
        fields={fields}
        secret={secret}
        // Whoever was not reached, or has no list of models, has said nothing of the key.
        invalid={error !== null && error.code !== 'unreachable'}
        noteId={`${id}-note`}
        onEnter={() => !busy && void form.submit(false)}
      />
      <p id={`${id}-note`} className="add-note">
        {preset.key === 'optional' && preset.group !== 'cloud' && `${words.optional} `}
        {text.presets.tests[preset.test]}
      </p>
      <div className="add-fields">
        <TextField
          label={words.address}
          type="url"
          inputMode="url"
          list={`${id}-addresses`}
          note={preset.template ? words.composed : words.addressNote(preset.adds ?? '/v1/messages')}
          value={form.address}
          onChange={(event) => form.setAddress(event.currentTarget.value)}
        />
        <TextField
          label={words.name}
          maxLength={60}
          note={words.nameNote}
          value={form.name}
          onChange={(event) => form.setName(event.currentTarget.value)}
        />
      </div>
      <datalist id={`${id}-addresses`}>
        {preset.addresses.map((address) => (
          <option key={address} value={address} />
        ))}
      </datalist>
      <section className="preset-roles" aria-label={words.roles}>
        <header className="preset-roles-head">
          <h3>{words.roles}</h3>
          <span className="quiet small" role="status">
            {form.fetched && words.fetched(form.fetched.length)}
          </span>
          <Button look="link" disabled={form.fetching} onClick={() => void form.fetchModels()}>
            {form.fetching ? words.fetching : words.fetch}
          </Button>
        </header>
        {preset.roles === null && (
          <p className="add-note">{preset.models.length > 0 ? words.noRoles.claude : words.noRoles.own}</p>
        )}
        {Role.options.map((role) => (
          <div key={role} className="mapping-row">
            <label htmlFor={`${id}-${role}`}>{text.window.providers.roles[role]}</label>
            <input
              id={`${id}-${role}`}
              className="box mono"
              list={`${id}-models`}
              placeholder={words.asAsked}
              autoComplete="off"
              spellCheck={false}
              value={form.mapping[role] ?? ''}
              onChange={(event) => form.role(role, event.currentTarget.value)}
            />
          </div>
        ))}
        <datalist id={`${id}-models`}>
          {form.models.map((model) => (
            <option key={model.id} value={model.id}>
              {model.displayName}
            </option>
          ))}
        </datalist>
      </section>
      {error && (
        <p className="add-error bad" role="alert">
          {error.message}
        </p>
      )}
      <footer className="sheet-foot">
        <p className="foot-words quiet">
          {busy ? words.testing : preset.addresses.length > 0 && words.asOf(preset.asOf)}
        </p>
        <Button onClick={close}>{text.window.cancel}</Button>
        {error?.code === 'unreachable' && <Button onClick={() => void form.submit(true)}>{words.anyway}</Button>}
        <Button look="go" submit disabled={busy}>
          {preset.key === 'needed' || preset.group === 'cloud' ? words.submitTested : words.submit}
        </Button>
      </footer>
    </form>
  )
}

/** What stands in the fields, as the one text that is kept. */
function typed(way: SignIn, secret: HTMLTextAreaElement | null, fields: HTMLElement | null): Typed {
  if (way === 'own') return { secret: '' }
  if (way === 'key') return { secret: firstLine(secret?.value ?? '') }
  const written = typedIn(way, fields)
  if (written !== null) return { secret: written }
  return { missing: way === 'service_account' ? words.signIn.badFile : words.signIn.missing }
}

function About({ type, onBack }: { type: ChosenType; onBack: () => void }) {
  const { showVendor } = useActions()
  const { name, links } = presets[type]
  const link = (page: 'keys' | 'guide', said: string) => (
    <Button look="link" aria-label={words.opens(said)} onClick={() => void showVendor({ type, page })}>
      {said}
    </Button>
  )
  return (
    <div className="preset-about">
      <p>
        <strong>{name}</strong> <span className="muted">{text.presets.notes[type]}</span>
      </p>
      <p className="preset-links">
        <Button look="link" onClick={onBack}>
          {words.back}
        </Button>
        {links.keys !== null && link('keys', words.key)}
        {link('guide', words.guide)}
      </p>
    </div>
  )
}
