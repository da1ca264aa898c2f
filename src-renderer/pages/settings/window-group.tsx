import type { Settings } from '../../../src-shared/ipc/snapshot.ts'
import { text } from '../../../src-shared/text/text.ts'
import { useActions, useRelay } from '../../store/context.tsx'
import { Choice } from './choice.tsx'
import { Group } from './row.tsx'

const words = text.window.settings

/** How the window looks. */
export function WindowGroup() {
  const { setting } = useActions()
  const appearance = useRelay((snapshot) => snapshot.settings.appearance)
  return (
    <Group name={words.groups.window}>
      <Choice<Settings['appearance']>
        name={words.appearance}
        value={appearance}
        labels={words.appearances}
        onChoose={(chosen) => setting({ appearance: chosen })}
      />
    </Group>
  )
}
