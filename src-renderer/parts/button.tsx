import type { ComponentProps, ReactNode } from 'react'
import { keysOf, type Scope, type ShortcutId } from '../../src-shared/domain/shortcuts.ts'
import { announced, shown } from '../keyboard/shortcuts.ts'
import { usePlatform } from '../store/platform.ts'

type Plain = Omit<ComponentProps<'button'>, 'type' | 'className'>

export interface ButtonProps extends Plain {
  /** `go`: the one filled button of a place. `plain`: bordered. `link`: words one can press. `danger`: the same in red. */
  look?: 'go' | 'plain' | 'link' | 'danger'
  /** Shown at the end and told to screen readers. */
  shortcut?: { id: ShortcutId; scope: Scope }
  submit?: boolean
  children: ReactNode
}

/** Disabled buttons stay reachable by keyboard, so that their reason can be read. */
export function Button({
  look = 'plain',
  shortcut,
  submit = false,
  disabled,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const platform = usePlatform()
  const keys = shortcut && keysOf(shortcut.id, shortcut.scope)
  return (
    <button
      type={submit ? 'submit' : 'button'}
      className={`button ${look}`}
      aria-disabled={disabled || undefined}
      aria-keyshortcuts={keys && announced(keys, platform)}
      onClick={(event) => (disabled ? event.preventDefault() : onClick?.(event))}
      {...rest}
    >
      {children}
      {keys && <Kbd>{shown(keys, platform)}</Kbd>}
    </button>
  )
}

/** The name of a key, for the eye only: `aria-keyshortcuts` says it to the rest. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <span className="kbd" aria-hidden="true">
      {children}
    </span>
  )
}
