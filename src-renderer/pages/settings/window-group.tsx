import { zooms } from '../../../src-shared/domain/zoom.ts'
import type { Settings } from '../../../src-shared/ipc/snapshot.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Select } from '../../parts/field.tsx'
import { Switch } from '../../parts/switch.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { Choice } from './choice.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** How the window looks. */
export function WindowGroup() {
  const { setting } = useActions()
  const appearance = useRelay((snapshot) => snapshot.settings.appearance)
  const zoom = useRelay((snapshot) => snapshot.settings.zoom)
  const hidden = useRelay((snapshot) => snapshot.settings.hide_private)
  const trayClick = useRelay((snapshot) => snapshot.settings.tray_click)
  const percent = useRelay((snapshot) => snapshot.settings.tray_percent)
  const platform = useRelay((snapshot) => snapshot.platform)
  // One that was written by hand may lie between two steps.
  const steps = [...new Set([...zooms, zoom])].sort((a, b) => a - b)
  return (
    <Group name={words.groups.window}>
      <Choice<Settings['appearance']>
        name={words.appearance}
        value={appearance}
        labels={words.appearances}
        onChoose={(chosen) => setting({ appearance: chosen })}
      />
      <Row name={words.zoom}>
        {(id) => (
          <Select
            aria-labelledby={id}
            value={String(zoom)}
            choices={steps.map((percent) => ({ value: String(percent), label: words.zooms(percent) }))}
            onChoose={(percent) => void setting({ zoom: Number(percent) })}
          />
        )}
      </Row>
      <Row name={words.hidePrivate} note={words.hidePrivateNote}>
        {(id) => (
          <Switch on={hidden} aria-labelledby={id} onChange={(hide_private) => void setting({ hide_private })} />
        )}
      </Row>
      <Choice<Settings['tray_click']>
        name={words.trayClick}
        {...(platform === 'linux' && { note: words.trayClickLinux })}
        value={trayClick}
        labels={words.trayClicks}
        onChoose={(tray_click) => setting({ tray_click })}
      />
      {platform === 'darwin' && (
        <Row name={words.trayPercent} note={words.trayPercentNote}>
          {(id) => (
            <Switch on={percent} aria-labelledby={id} onChange={(tray_percent) => void setting({ tray_percent })} />
          )}
        </Row>
      )}
    </Group>
  )
}
