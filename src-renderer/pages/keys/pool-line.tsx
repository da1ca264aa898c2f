import { text } from '../../../src-shared/text/text.ts'
import { drawSaid, drawSentence } from '../../parts/live-text.tsx'
import { useHouse, useMirror, useTick } from '../../store/context.tsx'
import { snapshotOf } from '../../store/relay-store.ts'
import { headline } from '../../words/pool-words.ts'

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
    const [sentence, sub] = words.children
    if (sentence instanceof HTMLElement) drawSentence(sentence, line.sentence)
    if (sub instanceof HTMLElement) {
      sub.hidden = line.sub === null
      drawSaid(sub, { text: line.sub ?? '', tone: 'quiet' })
    }
  })
  return (
    <section ref={element} className="head">
      <span className="figure" />
      <div>
        <h1 className="say">{text.window.pages.keys}</h1>
        <p className="sub" />
      </div>
    </section>
  )
}
