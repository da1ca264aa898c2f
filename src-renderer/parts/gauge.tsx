import { type Dimension, dimensions, shareAt, tightest, type Windows } from '../../src-shared/domain/limits.ts'
import { useHouse, useTick } from '../store/context.tsx'
import { gaugeLabel, gaugeTip, LOW } from '../words/key-words.ts'

interface GaugeProps {
  windows: Windows
  dim?: boolean
  /** The share that is never lent, 0 to 1: a hairline across the tracks. */
  reserve?: number
}

/**
 * Three tracks on one scale: requests, input, output. Solid: left now. Hatched: lent to requests under
 * way. The tightest is the dark one. Steps with the shared clock, without React.
 */
export function Gauge({ windows, dim = false, reserve = 0 }: GaugeProps) {
  const { ticker } = useHouse()
  const element = useTick<HTMLSpanElement>((span, now) => {
    const label = gaugeLabel(windows, now, reserve)
    if (span.getAttribute('aria-label') !== label) span.setAttribute('aria-label', label)
    const tight = tightest(windows, now)?.dimension ?? null
    dimensions.forEach((dimension, i) => {
      const track = span.children[i]
      if (track instanceof HTMLElement) drawTrack(track, windows, dimension, tight === dimension, now)
    })
  })
  return (
    <span
      ref={element}
      className="gauge"
      role="img"
      data-dim={dim}
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = gaugeTip(windows, ticker.now(), reserve)
      }}
    >
      {dimensions.map((dimension) => (
        <Track key={dimension} />
      ))}
      <Kept share={reserve} />
    </span>
  )
}

/** One track by itself, for the inspector's table. */
export function SingleTrack({ windows, dimension, dim = false, reserve = 0 }: GaugeProps & { dimension: Dimension }) {
  const element = useTick<HTMLSpanElement>((span, now) => {
    const track = span.firstElementChild
    const tight = tightest(windows, now)?.dimension === dimension
    if (track instanceof HTMLElement) drawTrack(track, windows, dimension, tight, now)
  })
  return (
    <span ref={element} className="gauge" data-dim={dim} aria-hidden="true">
      <Track />
      <Kept share={reserve} />
    </span>
  )
}

/** Where what is never lent begins. */
function Kept({ share }: { share: number }) {
  return share > 0 && <span className="kept-mark" style={{ left: `${share * 100}%` }} />
}

interface TrackProps {
  share?: number
  lent?: number
  tight?: boolean
}

/** A bare track; figures only for drawings that do not live. */
export function Track({ share = 0, lent = 0, tight = false }: TrackProps) {
  return (
    <span className="track" data-tight={tight}>
      <i style={{ transform: `scaleX(${share})` }} />
      <u style={{ left: `${share * 100}%`, width: `${lent * 100}%` }} />
    </span>
  )
}

/** Fill and tail by style alone: the one is scaled, the other placed; neither moves anything around it. */
function drawTrack(track: HTMLElement, windows: Windows, dimension: Dimension, tight: boolean, now: number): void {
  const window = windows[dimension]
  mark(track, 'unknown', !window)
  if (!window) return
  const share = shareAt(window, now)
  const lent = Math.min(window.reserved / window.limit, 1 - share)
  mark(track, 'tight', tight)
  mark(track, 'low', tight && share < LOW)
  write(track.children[0], 'transform', `scaleX(${share.toFixed(4)})`)
  write(track.children[1], 'left', `${(share * 100).toFixed(2)}%`)
  write(track.children[1], 'width', `${(lent * 100).toFixed(2)}%`)
}

function write(element: Element | undefined, property: 'transform' | 'left' | 'width', value: string): void {
  if (element instanceof HTMLElement && element.style[property] !== value) element.style[property] = value
}

function mark(element: HTMLElement, name: string, on: boolean): void {
  if ((element.dataset[name] === 'true') !== on) element.dataset[name] = String(on)
}
