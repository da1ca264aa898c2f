import { text } from '../../src-shared/text/text.ts'
import { focusRowSoon } from '../keyboard/rows.ts'
import { Sheet } from '../parts/sheet.tsx'
import { useActions, useHouse } from '../store/context.tsx'
import { AddKeyForm } from './add-key-form.tsx'

export function AddKeySheet() {
  const { ui } = useHouse()
  const { close } = useActions()
  return (
    <Sheet title={text.window.sheets.add.title} onClose={close}>
      <AddKeyForm
        onCancel={close}
        onAdded={(key) => {
          close()
          ui.setState({ page: 'keys', key: key.id })
          // The sheet gave the focus back to the row it was opened from.
          focusRowSoon(key.id)
        }}
      />
    </Sheet>
  )
}
