import { useEffect, useRef, useState } from 'react'
import { Button } from './button.tsx'

interface ConfirmProps {
  ask: string
  /** Told in place of `ask` to those who listen. */
  askName?: string
  question: string
  yes: string
  no: string
  onYes: () => void
  /** Where somebody else may ask as well; else it keeps this to itself. */
  asking?: boolean
  onAsking?: (asking: boolean) => void
}

/** For the few things that cannot be undone: the button becomes its own question, in the same place. */
export function Confirm({ ask, askName, question, yes, no, onYes, ...props }: ConfirmProps) {
  const [own, setOwn] = useState(false)
  const asking = props.asking ?? own
  const setAsking = props.onAsking ?? setOwn
  const group = useRef<HTMLFieldSetElement>(null)
  useEffect(() => {
    if (asking) group.current?.querySelector('button')?.focus()
  }, [asking])
  if (!asking)
    return (
      <Button look="link" aria-label={askName} onClick={() => setAsking(true)}>
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
