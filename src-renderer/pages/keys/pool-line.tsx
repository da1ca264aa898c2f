import { text } from '../../../src-shared/text/text.ts'
import { drawSaid, drawSentence } from '../../parts/live-text.tsx'
import { useHouse, useMirror, useTick } from '../../store/context.tsx'
import { snapshotOf } from '../../store/relay-store.ts'
import { headline, loginLine } from '../../words/pool-words.ts'

/** One figure and one sentence: what the pool has left, or how long until the next key. */
export function PoolLine() {
  const { relay } = useHouse()
  useMirror((mirror) => mirror) // any news may change the line
  const element = useTick<HTMLElement>((section, now) => {
    const snapshot = snapshotOf(relay.getState())
    const [figure, words] = section.children
    if (!snapshot || !(figure instanceof HTMLElement) || !words) return
    const line = headline(snapshot, now)
    figure.hidden = line.figure === null
    if (line.figure) drawSaid(figure, line.figure)
    const [sentence, sub, login] = words.children
    if (sentence instanceof HTMLElement) drawSentence(sentence, line.sentence)
    drawQuiet(sub, line.sub)
    drawQuiet(login, loginLine(snapshot, now))
  })
  return (
    <section ref={element} className="head">
      <span className="figure" />
      <div>
        <h1 className="say">{text.window.pages.keys}</h1>
        <p className="sub" />
        <p className="sub" hidden />
      </div>
    </section>
  )
}

function drawQuiet(element: Element | undefined, line: string | null) {
  if (!(element instanceof HTMLElement)) return
  element.hidden = line === null
  drawSaid(element, { text: line ?? '', tone: 'quiet' })
}
