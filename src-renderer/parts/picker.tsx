import { DropdownMenu } from 'radix-ui'
import { Chevron } from './glyph.tsx'

export interface PickerChoice {
  value: string
  label: string
  note?: string
  disabled?: boolean
}

interface PickerProps {
  label: string
  value: string
  /** What stands on the button. */
  shown: string
  choices: readonly PickerChoice[]
  onChoose: (value: string) => void
  /** What the choice does not reach. */
  exception?: string | null
  disabled?: boolean
}

/** A button that tells what is chosen and opens the list to choose from. */
export function Picker({ label, value, shown, choices, onChoose, exception = null, disabled = false }: PickerProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="pick" disabled={disabled}>
        <span className="pick-label">{label} </span>
        <b className="cut">{shown}</b>
        <Chevron />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={4} collisionPadding={8} aria-label={label}>
          <DropdownMenu.RadioGroup value={value} onValueChange={onChoose}>
            {choices.map((choice) => (
              <DropdownMenu.RadioItem
                key={choice.value}
                className="menu-item"
                value={choice.value}
                textValue={choice.label}
                disabled={choice.disabled ?? false}
              >
                <span className="menu-mark">
                  <DropdownMenu.ItemIndicator>
                    <span className="menu-dot" />
                  </DropdownMenu.ItemIndicator>
                </span>
                <span className="cut">{choice.label}</span>
                {choice.note && <span className="menu-note">{choice.note}</span>}
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          {exception !== null && <DropdownMenu.Label className="menu-exception">{exception}</DropdownMenu.Label>}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
