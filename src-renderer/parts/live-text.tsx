import { useTick } from '../store/context.tsx'
import type { Said } from '../words/said.ts'

/** Words that follow the clock: written to the page twice a second where they changed, without React. */
export function LiveText({ read, className }: { read: (now: number) => Said; className?: string }) {
  const element = useTick<HTMLSpanElement>((span, now) => drawSaid(span, read(now)))
  return <span ref={element} className={className} />
}

export function drawSaid(element: HTMLElement, { text, tone }: Said): void {
  if (element.textContent !== text) element.textContent = text
  if (element.dataset.tone !== tone) element.dataset.tone = tone
}

/** A sentence of several parts, each with its own tone. */
export function drawSentence(element: HTMLElement, parts: readonly Said[]): void {
  const before = [...element.children].map((child) => `${(child as HTMLElement).dataset.tone} ${child.textContent}`)
  const after = parts.map(({ text, tone }) => `${tone} ${text}`)
  if (before.join('\n') === after.join('\n')) return
  const spans = parts.flatMap((part, i) => {
    const span = document.createElement('span')
    drawSaid(span, part)
    return i === 0 ? [span] : [' ', span]
  })
  element.replaceChildren(...spans)
}
