import { useId, useState } from 'react'
import type { ModelInfo } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { Select } from './field.tsx'

const words = text.window.providers
const AS_ASKED = ''
const OTHER = '\n' // no model is called that

interface RoleRowProps {
  name: string
  /** `null`: as asked. */
  model: string | null
  models: readonly ModelInfo[]
  onChoose: (model: string | null) => void
}

const selectAll = (input: HTMLInputElement | null) => input?.select()

/** What one role goes to: a listed model, as asked, or another one typed by name. */
export function RoleRow({ name, model, models, onChoose }: RoleRowProps) {
  const id = useId()
  const [typing, setTyping] = useState(false)
  const listed = models.some((other) => other.id === model)
  const choices = [
    { value: AS_ASKED, label: words.asAsked },
    ...models.map((other) => ({ value: other.id, label: other.displayName })),
    ...(model !== null && !listed ? [{ value: model, label: model }] : []),
    { value: OTHER, label: words.other },
  ]
  return (
    <div className="mapping-row">
      <label htmlFor={id} className="strong">
        {name}
      </label>
      {typing ? (
        <input
          id={id}
          ref={selectAll}
          className="box mono"
          aria-label={words.otherName(name)}
          defaultValue={model ?? ''}
          spellCheck={false}
          onBlur={({ currentTarget }) => {
            const typed = currentTarget.value.trim()
            setTyping(false)
            if (typed && typed !== model) onChoose(typed)
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.value = ''
            if (event.key === 'Enter' || event.key === 'Escape') {
              event.preventDefault()
              event.currentTarget.blur()
            }
          }}
        />
      ) : (
        <Select
          id={id}
          value={model ?? AS_ASKED}
          choices={choices}
          onChoose={(value) => {
            if (value === OTHER) setTyping(true)
            else onChoose(value === AS_ASKED ? null : value)
          }}
        />
      )}
    </div>
  )
}
