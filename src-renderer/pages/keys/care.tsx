import { type ReactNode, useId } from 'react'
import type { KeyView } from '../../../src-shared/domain/key.ts'
import type { Input } from '../../../src-shared/ipc/contract.ts'
import { percent } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { useActions, useRelay } from '../../store/context.tsx'
import { numberIn, spentWords, tagsIn } from '../../words/care-words.ts'

const words = text.window.keys.care
type Change = Omit<Input<'key.care'>, 'id'>

/** What its user asks for this key; each line is kept on Enter, or as soon as one goes elsewhere. */
export function Care({ keyView: { id, label, care = {} } }: { keyView: KeyView }) {
  const { careFor } = useActions()
  const keep = (change: Change) => void careFor(id, change)
  const usd = useRelay((snapshot) => snapshot.spent[id]?.usd ?? 0)
  const unpriced = useRelay((snapshot) => snapshot.spent[id]?.unpriced ?? 0)
  const spent = spentWords(usd, unpriced)
  return (
    <section className="block care" aria-label={words.title(label)}>
      <Line
        name={words.reserve}
        unit={words.percent}
        value={care.reserve === undefined ? '' : String(Math.round(care.reserve * 100))}
        input={{ inputMode: 'numeric', maxLength: 2, placeholder: words.none }}
        note={care.reserve !== undefined && words.keptMark(percent(care.reserve))}
        onKeep={(typed) => keep({ reserve: typed === '' ? null : Math.min(90, numberIn(typed)) / 100 || null })}
      />
      <Line
        name={words.budget}
        unit={words.aDay}
        value={care.dailyUsd === undefined ? '' : String(care.dailyUsd)}
        input={{ inputMode: 'decimal', maxLength: 9, placeholder: words.none }}
        onKeep={(typed) => keep({ dailyUsd: numberIn(typed) || null })}
        note={spent}
      />
      <Line
        name={words.expires}
        value={care.expiresOn ?? ''}
        input={{ type: 'date' }}
        onKeep={(typed) => keep({ expiresOn: typed || null })}
      />
      <Line
        name={words.tags}
        wide
        value={(care.tags ?? []).join(', ')}
        input={{ placeholder: words.tagsHint }}
        onKeep={(typed) => keep({ tags: tagsIn(typed) })}
      />
      <Line
        name={words.note}
        wide
        value={care.note ?? ''}
        input={{ maxLength: 500 }}
        onKeep={(typed) => keep({ note: typed || null })}
      />
    </section>
  )
}

interface LineProps {
  name: string
  value: string
  unit?: string
  note?: ReactNode
  /** The field takes the whole width. */
  wide?: boolean
  input: Pick<React.ComponentProps<'input'>, 'type' | 'inputMode' | 'maxLength' | 'placeholder'>
  onKeep: (typed: string) => void
}

/** A fact one can type over. A value that comes from elsewhere takes its place. */
function Line({ name, value, unit, note, wide = false, input, onKeep }: LineProps) {
  const id = useId()
  const keep = (field: HTMLInputElement) => {
    const typed = field.value.trim()
    if (typed !== value) onKeep(typed)
  }
  return (
    <div className="care-line">
      <label htmlFor={id}>{name}</label>
      <span className="care-value" data-wide={wide}>
        <input
          key={value}
          id={id}
          className="quiet-box"
          autoComplete="off"
          spellCheck={false}
          defaultValue={value}
          aria-describedby={[unit && `${id}-unit`, note && `${id}-note`].filter(Boolean).join(' ') || undefined}
          onBlur={({ currentTarget }) => keep(currentTarget)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') keep(event.currentTarget)
            if (event.key !== 'Escape' || event.currentTarget.value === value) return
            event.currentTarget.value = value
            event.stopPropagation()
          }}
          {...input}
        />
        {unit && (
          <span id={`${id}-unit`} className="quiet">
            {unit}
          </span>
        )}
        {note && (
          <span id={`${id}-note`} className="care-note">
            {note}
          </span>
        )}
      </span>
    </div>
  )
}
