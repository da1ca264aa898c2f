import { type ComponentProps, type ReactNode, useId } from 'react'
import { Chevron } from './glyph.tsx'

interface Around {
  label: string
  note?: ReactNode
  error?: string | null
}

/** A label above, the control, then a note or what is wrong with it. The control gets ids to name and describe it. */
function Labelled({ label, note, error, children }: Around & { children: (ids: ControlIds) => ReactNode }) {
  const id = useId()
  const described = error || note ? `${id}-note` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': error ? true : undefined })}
      {(error || note) && (
        <p id={described} className={error ? 'field-note bad' : 'field-note'} role={error ? 'alert' : undefined}>
          {error ?? note}
        </p>
      )}
    </div>
  )
}

interface ControlIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export function TextField({ label, note, error, ...input }: Around & ComponentProps<'input'>) {
  return (
    <Labelled label={label} note={note} error={error ?? null}>
      {(ids) => <input type="text" className="box" autoComplete="off" spellCheck={false} {...ids} {...input} />}
    </Labelled>
  )
}

export interface Choice {
  value: string
  label: string
}

export function SelectField({ label, note, error, ...select }: Around & SelectProps) {
  return (
    <Labelled label={label} note={note} error={error ?? null}>
      {(ids) => <Select {...ids} {...select} />}
    </Labelled>
  )
}

type SelectProps = Omit<ComponentProps<'select'>, 'onChange' | 'className'> & {
  choices: readonly Choice[]
  onChoose: (value: string) => void
}

/** The system's own list behind our look: it brings keyboard, type-ahead and screen-reader manners along. */
export function Select({ choices, onChoose, ...select }: SelectProps) {
  return (
    <span className="select">
      <select className="box" {...select} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <Chevron />
    </span>
  )
}
