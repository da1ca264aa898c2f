import { noticeKinds } from '../../../src-shared/domain/notice.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Switch } from '../../parts/switch.tsx'
import { useActions, useRelay } from '../../store/context.tsx'
import { Group, Row } from './row.tsx'

const words = text.window.settings

/** What the system's notifications are for: a switch for each kind there is, and when none is wanted. */
export function NotifyGroup() {
  const { setting } = useActions()
  const notify = useRelay((snapshot) => snapshot.settings.notify)
  return (
    <Group name={words.groups.notify}>
      {noticeKinds.map((kind) => (
        <Row key={kind} name={words.notify[kind]}>
          {(id) => (
            <Switch
              on={notify[kind] !== false}
              aria-labelledby={id}
              onChange={(on) => void setting({ notify: { ...notify, [kind]: on } })}
            />
          )}
        </Row>
      ))}
      <QuietHours />
    </Group>
  )
}

const USUAL = { from: '22:00', to: '07:00' }

function QuietHours() {
  const { setting } = useActions()
  const hours = useRelay((snapshot) => snapshot.settings.quiet_hours)
  const at = (end: 'from' | 'to', label: string) =>
    hours && (
      <input
        type="time"
        className="box time"
        aria-label={label}
        value={hours[end]}
        onChange={({ currentTarget: { value } }) => value && void setting({ quiet_hours: { ...hours, [end]: value } })}
      />
    )
  return (
    <Row name={words.quietHours} note={words.quietHoursNote}>
      {(id) => (
        <>
          {hours && (
            <span className="span-of-time">
              {at('from', words.quietFrom)} {words.to} {at('to', words.quietTo)}
            </span>
          )}
          <Switch
            on={hours !== null}
            aria-labelledby={id}
            onChange={(on) => void setting({ quiet_hours: on ? USUAL : null })}
          />
        </>
      )}
    </Row>
  )
}
