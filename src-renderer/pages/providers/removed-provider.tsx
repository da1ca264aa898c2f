import { countdown } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useTick, useUi } from '../../store/context.tsx'
import type { RemovedProvider as Gone } from '../../store/ui-store.ts'
import { said } from '../../words/said.ts'

/** The way back of a provider that was taken out a moment ago, while there is one. */
export function RemovedProvider() {
  const removed = useUi((ui) => ui.removedProvider)
  return removed && <Offer removed={removed} />
}

function Offer({ removed }: { removed: Gone }) {
  const { restoreProvider, forgetRemovedProvider } = useActions()
  const words = text.window.keys
  const line = useTick<HTMLParagraphElement>((_, now) => {
    if (now >= removed.until) queueMicrotask(forgetRemovedProvider)
  })
  return (
    <p ref={line} className="removed-provider">
      <span className="muted cut">{words.removed(removed.name)}</span>
      <Button
        look="link"
        aria-label={`${words.undo}, ${removed.name}`}
        onClick={() => void restoreProvider(removed.id)}
      >
        {words.undo}
      </Button>
      <LiveText className="quiet" read={(now) => said(words.undoFor(countdown(removed.until - now)), 'quiet')} />
    </p>
  )
}
