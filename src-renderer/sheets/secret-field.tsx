import { type RefObject, useId } from 'react'
import { text } from '../../src-shared/text/text.ts'

const words = text.window.sheets.add

interface SecretFieldProps {
  field: RefObject<HTMLTextAreaElement | null>
  onInput: () => void
  onEnter: () => void
  large?: boolean
  invalid?: boolean
  describedBy?: string
  /** What a key begins with; empty where that is not known. */
  placeholder?: string
}

/**
 * Where a key is pasted. Its text lives in the element alone, never in React's state; it is drawn as dots,
 * kept from spelling services, and gone with the element.
 */
export function SecretField({
  field,
  onInput,
  onEnter,
  large = false,
  invalid = false,
  describedBy,
  placeholder = words.placeholder,
}: SecretFieldProps) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id} className={large ? 'unseen' : undefined}>
        {words.key}
      </label>
      <textarea
        id={id}
        ref={field}
        className={large ? 'box secret large' : 'box secret'}
        rows={large ? 4 : 1}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        aria-invalid={invalid || undefined}
        aria-describedby={describedBy}
        onInput={onInput}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey) return
          event.preventDefault()
          onEnter()
        }}
      />
    </div>
  )
}
