import type { ComponentProps } from 'react'

type SwitchProps = Omit<ComponentProps<'button'>, 'onChange' | 'type' | 'role'> & {
  on: boolean
  onChange: (on: boolean) => void
}

/** On or off, at once. Named by `aria-label` or `aria-labelledby`. */
export function Switch({ on, onChange, ...rest }: SwitchProps) {
  return (
    <button type="button" role="switch" className="switch" aria-checked={on} onClick={() => onChange(!on)} {...rest} />
  )
}
