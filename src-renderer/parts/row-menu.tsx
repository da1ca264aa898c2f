import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import type { KeyId, SessionId } from '../../src-shared/domain/ids.ts'
import { focusRow } from '../keyboard/rows.ts'
import { shown } from '../keyboard/shortcuts.ts'
import { useHouse, useUi } from '../store/context.tsx'
import { usePlatform } from '../store/platform.ts'
import { Kbd } from './button.tsx'
import { More } from './glyph.tsx'

interface Props {
  /** The row it belongs to. */
  readonly row: KeyId | SessionId
  readonly label: string
  /** Asked when it closes: what was picked has not put the focus elsewhere. */
  readonly goesBack: () => boolean
  readonly children: ReactNode
}

/** The menu at the end of a list's chosen row. */
export function RowMenu({ row, label, goesBack, children }: Props) {
  const house = useHouse()
  const open = useUi((ui) => ui.menu === row)
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={(on) => house.ui.setState({ menu: on ? row : null })}>
      <DropdownMenu.Trigger className="more" aria-label={label} tabIndex={-1}>
        <More />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu"
          align="end"
          sideOffset={2}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (goesBack()) focusRow(row)
          }}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

/** One thing to do, with its shortcut as the table writes it. */
export function RowMenuItem({ name, keys, onSelect }: { name: string; keys: string; onSelect: () => void }) {
  const platform = usePlatform()
  return (
    <DropdownMenu.Item className="menu-item plain" onSelect={onSelect}>
      <span className="cut">{name}</span>
      <Kbd>{shown(keys, platform)}</Kbd>
    </DropdownMenu.Item>
  )
}
