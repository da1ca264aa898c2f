import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

interface ConfirmProps {
  ask: string
  question: string
  yes: string
  no: string
  onYes: () => void
}

/** For the few things that cannot be undone: the button becomes its own question, in the same place. */
export function Confirm({ ask, question, yes, no, onYes }: ConfirmProps) {
  const [asking, setAsking] = useState(false)
  const group = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (asking) group.current?.querySelector('button')?.focus()
  }, [asking])
  if (!asking)
    return (
      <Button look="link" onClick={() => setAsking(true)}>
        {ask}
      </Button>
    )
  const answer = (sure: boolean) => {
    setAsking(false)
    if (sure) onYes()
  }
  return (
    <fieldset ref={group} className="confirm" aria-label={question}>
      <span className="muted">{question}</span>
      <Button look="danger" onClick={() => answer(true)}>
        {yes}
      </Button>
      <Button look="link" onClick={() => answer(false)}>
        {no}
      </Button>
    </fieldset>
  )
}
