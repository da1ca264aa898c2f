import { countdown } from '../../../src-shared/text/format.ts'
import { text } from '../../../src-shared/text/text.ts'
import { Button } from '../../parts/button.tsx'
import { LiveText } from '../../parts/live-text.tsx'
import { useActions, useHouse, useTick, useUi } from '../../store/context.tsx'
import type { Moved } from '../../store/ui-store.ts'
import { said } from '../../words/said.ts'

const words = text.window.keys

/** The way back after a key has changed its place, while there is one. */
export function MovedLine() {
  const moved = useUi((ui) => ui.moved)
  return moved && <Line key={moved.until} moved={moved} />
}

function Line({ moved }: { moved: Moved }) {
  const { ui } = useHouse()
  const { undoMove } = useActions()
  const line = useTick<HTMLParagraphElement>((_, now) => {
    if (now >= moved.until) queueMicrotask(() => ui.setState({ moved: null }))
  })
  return (
    <p ref={line} className="moved">
      <span className="muted cut">{words.said.moved(moved.label, moved.place, moved.before.length)}</span>
      <Button look="link" shortcut={{ id: 'undo-move', scope: 'keys' }} onClick={() => void undoMove()}>
        {words.undo}
      </Button>
      <LiveText className="quiet" read={(now) => said(words.undoFor(countdown(moved.until - now)), 'quiet')} />
    </p>
  )
}
