import { type RefObject, useId } from 'react'
import { type CredentialKind, credentialFields, writeCredential } from '../../src-shared/domain/credential.ts'
import { presets } from '../../src-shared/domain/presets/presets.ts'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { SelectField } from '../parts/field.tsx'
import { SecretField } from './secret-field.tsx'

const words = text.window.addProvider.signIn

/** How one signs in: with a key, with a credential of several parts, or (`own`) as this computer does. */
export type SignIn = 'key' | CredentialKind | 'own'

/** The ways of a kind of provider, the usual one first. */
export function waysOf(type: ChosenType): readonly SignIn[] {
  const { credentials = ['key'], key, group } = presets[type]
  return group === 'cloud' && key === 'optional' ? [...credentials, 'own'] : credentials
}

interface SignInFieldsProps {
  type: ChosenType
  way: SignIn
  onWay: (way: SignIn) => void
  /** Around the fields: what is typed stays in them. */
  fields: RefObject<HTMLDivElement | null>
  secret: RefObject<HTMLTextAreaElement | null>
  invalid: boolean
  noteId: string
  onEnter: () => void
}

export function SignInFields({ type, way, onWay, fields, secret, invalid, noteId, onEnter }: SignInFieldsProps) {
  const ways = waysOf(type)
  return (
    <div ref={fields} className="sign-in">
      {ways.length > 1 && (
        <SelectField
          label={words.with}
          value={way}
          choices={ways.map((value) => ({ value, label: words.ways[value] }))}
          onChoose={(chosen) => onWay(ways.find((it) => it === chosen) ?? 'key')}
        />
      )}
      {way === 'own' && <p className="add-note">{words.own[type === 'vertex' ? 'vertex' : 'azure']}</p>}
      {way === 'key' && (
        <SecretField
          field={secret}
          invalid={invalid}
          describedBy={noteId}
          placeholder={type === 'anthropic' ? text.window.sheets.add.placeholder : ''}
          onInput={() => {}}
          onEnter={onEnter}
        />
      )}
      {way !== 'own' &&
        way !== 'key' &&
        credentialFields[way].map(({ name, secret: isSecret, optional }) => (
          <PartField key={`${way} ${name}`} name={name} isSecret={isSecret} optional={optional} onEnter={onEnter} />
        ))}
    </div>
  )
}

interface PartFieldProps {
  name: keyof typeof words.fields
  isSecret: boolean
  optional: boolean
  onEnter: () => void
}

/** One part of a credential. Like a key it lives in its element alone. */
function PartField({ name, isSecret, optional, onEnter }: PartFieldProps) {
  const id = useId()
  const whole = name === 'key_file'
  return (
    <div className="field">
      <label htmlFor={id}>{optional ? words.optional(words.fields[name]) : words.fields[name]}</label>
      <textarea
        id={id}
        name={name}
        className={isSecret ? 'box secret' : 'box secret shown'}
        rows={whole ? 3 : 1}
        placeholder={words.hints[name]}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || whole) return
          event.preventDefault()
          onEnter()
        }}
      />
    </div>
  )
}

/** What was typed, as the one text that stands for a key; `null`: something is missing. */
export function typedIn(way: CredentialKind, fields: HTMLElement | null): string | null {
  const parts = [...(fields?.querySelectorAll('textarea') ?? [])].map(({ name, value }) => [name, value] as const)
  return writeCredential(way, Object.fromEntries(parts))
}

/** Nothing that was typed stays behind. */
export function clear(fields: HTMLElement | null): void {
  for (const field of fields?.querySelectorAll('textarea') ?? []) field.value = ''
}
