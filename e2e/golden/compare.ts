import { PNG } from 'pngjs'
import { ROUNDED } from './quantise.ts'

/** Further than this in one channel is another colour: what reducing the picture took, and a little for the machine. */
const FAR = ROUNDED + 4
/** So many pixels may be: a letter's edge that a processor rounds otherwise. */
const FEW = 30
/** A ground this large, in pixels, keeps its colour, give or take what a processor rounds: a faint change is one, too. */
const LARGE = 20_000
const SAME = 2

export interface Difference {
  /** In one line. */
  readonly said: string
  /** The new picture, pale, with red where it differs. */
  readonly picture: Buffer
}

/** How a picture differs from the one that was accepted, or `null` where it looks the same. */
export function compare(accepted: Buffer, now: Buffer): Difference | null {
  const was = PNG.sync.read(accepted)
  const is = PNG.sync.read(now)
  if (was.width !== is.width || was.height !== is.height)
    return { said: `${is.width}×${is.height} instead of ${was.width}×${was.height}`, picture: now }
  const drawn = new PNG({ width: is.width, height: is.height })
  const grounds = new Map<number, number>()
  let other = 0
  let [left, top, right, bottom] = [is.width, is.height, 0, 0]
  for (let at = 0; at < is.data.length; at += 4) {
    const colour = colourAt(was.data, at)
    grounds.set(colour, (grounds.get(colour) ?? 0) + 1)
    const isOther = apart(colour, colourAt(is.data, at)) > FAR
    paint(drawn.data, at, isOther ? RED : pale(colourAt(is.data, at)))
    if (!isOther) continue
    other++
    const [x, y] = [(at / 4) % is.width, Math.floor(at / 4 / is.width)]
    ;[left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)]
  }
  const faded = [...grounds].filter(([colour, count]) => count >= LARGE && seen(is.data, colour) < count / 2)
  if (other <= FEW && faded.length === 0) return null
  const where = other > 0 ? [`${other} pixels differ, within ${left},${top} to ${right},${bottom}`] : []
  const lost = faded.map(([colour]) => `the ground of #${colour.toString(16).padStart(6, '0')} has another colour`)
  return { said: [...where, ...lost].join('; '), picture: PNG.sync.write(drawn) }
}

/** How many pixels have this colour. */
function seen(data: Buffer, colour: number): number {
  let count = 0
  for (let at = 0; at < data.length; at += 4) if (apart(colour, colourAt(data, at)) <= SAME) count++
  return count
}

const RED = 0xe00000
const colourAt = (data: Buffer, at: number): number =>
  ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0)
const paint = (data: Buffer, at: number, colour: number) => data.writeUInt32BE(colour * 256 + 255, at)
const pale = (colour: number): number => {
  const grey = Math.round(255 - (255 - (colour & 255)) / 4)
  return (grey << 16) | (grey << 8) | grey
}
const apart = (a: number, b: number): number =>
  Math.max(
    Math.abs((a >> 16) - (b >> 16)),
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
    Math.abs((a & 255) - (b & 255)),
  )
