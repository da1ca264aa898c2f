import { useState } from 'react'
import type { ChosenType } from '../../src-shared/domain/provider.ts'
import { text } from '../../src-shared/text/text.ts'
import { Sheet } from '../parts/sheet.tsx'
import { useActions } from '../store/context.tsx'
import { NewProviderForm } from './new-provider-form.tsx'
import { PresetList } from './preset-list.tsx'

const words = text.window.addProvider

/** First which kind, then what of it is the user's own. */
export function AddProviderSheet({ begin }: { begin: ChosenType | null }) {
  const { close } = useActions()
  const [type, setType] = useState<ChosenType | null>(begin)
  return (
    <Sheet title={words.title} width="wide" onClose={close}>
      {type === null ? (
        <PresetList onChoose={setType} />
      ) : (
        <NewProviderForm key={type} type={type} onBack={() => setType(null)} />
      )}
    </Sheet>
  )
}
