import type { KeyView } from '../../../src-shared/domain/key.ts'
import { LiveText } from '../../parts/live-text.tsx'
import { useHouse, useRelay, useUi } from '../../store/context.tsx'
import { snapshotOf } from '../../store/relay-store.ts'
import type { TestState } from '../../store/ui-store.ts'
import { expiryNote, keptNote } from '../../words/care-words.ts'
import { coolingLane, sharedNote, statusNote } from '../../words/key-words.ts'
import { providerName } from '../../words/names.ts'
import { nothing, type Said, said } from '../../words/said.ts'
import { testWords } from '../../words/test-words.ts'

/** The single thing worth knowing about a key, in 11 px. */
export function KeyNote({ keyView: key }: { keyView: KeyView }) {
  const { relay } = useHouse()
  const test = useUi((ui) => ui.tests[key.id])
  const provider = useRelay((snapshot) => snapshot.providers[key.providerId])
  const several = useRelay((snapshot) => snapshot.providerOrder.length > 1)
  const read = (now: number): Said => {
    const labelOf = (id: KeyView['id']) => snapshotOf(relay.getState())?.keys[id]?.label
    const shared = sharedNote(key, labelOf)
    return (
      (test && recent(test, now) ? testWords(test) : null) ??
      coolingLane(key, now) ??
      statusNote(key) ??
      expiryNote(key, now) ??
      (shared ? said(shared) : null) ??
      keptNote(key) ??
      (several && provider ? said(providerName(provider)) : nothing)
    )
  }
  return <LiveText className="note cut" read={read} />
}

/** How long a test's outcome stays in the row, in ms; the inspector keeps it. */
const STAYS_MS = 20_000

const recent = (test: TestState, now: number): boolean => test.kind === 'running' || now - test.at < STAYS_MS
