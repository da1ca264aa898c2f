import { type FormEvent, useId, useState } from 'react'
import type { ModelInfo } from '../../../src-shared/domain/provider.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'

const words = text.window.providers.exact

/** Stable, so that it is called once and not at each drawing. */
const focusIt = (input: HTMLInputElement | null) => input?.focus()

interface ExactNameProps {
  models: readonly ModelInfo[]
  onAdd: (asked: string, model: string) => void
}

/** A model that is asked for by its name goes to another, whatever its role; both are typed or picked. */
export function ExactName({ models, onAdd }: ExactNameProps) {
  const [open, setOpen] = useState(false)
  const list = useId()
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const [asked, model] = ['asked', 'model'].map((name) => String(form.get(name) ?? '').trim())
    if (!asked || !model) return
    onAdd(asked, model)
    setOpen(false)
  }
  if (!open)
    return (
      <p className="mapping-more">
        <Button look="link" onClick={() => setOpen(true)}>
          {words.open}
        </Button>
      </p>
    )
  const field = { className: 'box mono', autoComplete: 'off', spellCheck: false, required: true, maxLength: 200 }
  return (
    <form className="mapping-row" onSubmit={onSubmit}>
      <input {...field} name="asked" aria-label={words.asked} placeholder={words.asked} ref={focusIt} />
      <input {...field} name="model" aria-label={words.model} placeholder={words.model} list={list} />
      <datalist id={list}>
        {models.map(({ id }) => (
          <option key={id} value={id} />
        ))}
      </datalist>
      <Button submit>{words.add}</Button>
    </form>
  )
}
