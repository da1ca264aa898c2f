import { useState } from 'react'
import { firstSettings } from '../../../src-shared/config/first-settings.ts'
import type { Settings } from '../../../src-shared/ipc/snapshot.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { Confirm } from '../../parts/confirm.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { Row } from './row.tsx'

const words = text.window.settings

/** Everything on this page as it was at first, with the way back for as long as one stays here. */
export function ResetRow() {
  const { setting } = useActions()
  const settings = useRelay((snapshot) => snapshot.settings)
  const [before, setBefore] = useState<Partial<Settings> | null>(null)
  const reset = async () => {
    const first = firstSettings()
    const were = Object.fromEntries(Object.entries(settings).filter(([name]) => name in first))
    if ((await setting(first)).ok) setBefore(were)
  }
  const undo = async () => {
    if (before && (await setting(before)).ok) setBefore(null)
  }
  return (
    <Row name={words.reset} note={before ? words.isReset : words.resetNote}>
      {() =>
        before ? (
          <Button look="link" onClick={() => void undo()}>
            {words.undoReset}
          </Button>
        ) : (
          <Confirm
            ask={words.resetAsk}
            question={words.resetSure}
            yes={words.resetYes}
            no={words.renewNo}
            onYes={() => void reset()}
          />
        )
      }
    </Row>
  )
}
