import { crc32, deflateSync } from 'node:zlib'
import { PNG } from 'pngjs'

/** A colour of as many pixels is a surface and stays as it is; rarer ones are mostly edges of letters. */
const SURFACE = 240
/** Edges are told apart in such steps of each channel. */
const STEP = 17
/** So far at most is a pixel of the reduced picture from the real one, in each channel: half a step. */
export const ROUNDED = STEP / 2
const MOST = 256

/**
 * The same picture in at most 256 colours, a third of the bytes: surfaces exactly, edges roughly. A hue of its own
 * stays one, however small, since colour is what a small mark says.
 */
export function quantise(png: Buffer): Buffer {
  const { width, height, data } = PNG.sync.read(png)
  const pixels = new Uint32Array(width * height)
  const counts = new Map<number, number>()
  for (let at = 0, byte = 0; at < pixels.length; at++, byte += 4) {
    const colour = ((data[byte] ?? 0) << 16) | ((data[byte + 1] ?? 0) << 8) | (data[byte + 2] ?? 0)
    pixels[at] = colour
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const common = [...counts].sort(([a, often], [b, rarely]) => rarely - often || a - b)
  const surfaces = common.filter(([, count]) => count >= SURFACE).map(([colour]) => colour)
  const palette: number[] = []
  const places = new Map<number, number>()
  const placeOf = (colour: number) => {
    const known = palette.indexOf(colour)
    if (known >= 0) return known
    return palette.length < MOST ? palette.push(colour) - 1 : palette.indexOf(nearest(palette, colour))
  }
  for (const [colour] of common) places.set(colour, placeOf(settled(surfaces, colour)))
  const rows = Buffer.alloc((width + 1) * height) // each row begins with the name of its filter: none
  for (let at = 0; at < pixels.length; at++) rows[at + 1 + Math.floor(at / width)] = places.get(pixels[at] ?? 0) ?? 0
  return indexed(width, height, palette, rows)
}

/** The colour in steps, or a surface where one is no further. */
function settled(surfaces: readonly number[], colour: number): number {
  const stepped = channels(colour).reduce((sum, one) => sum * 256 + Math.round(one / STEP) * STEP, 0)
  return nearest([...surfaces, stepped], colour)
}

function nearest(colours: readonly number[], to: number): number {
  return colours.reduce((best, one) => (distance(one, to) < distance(best, to) ? one : best))
}

const channels = (colour: number) => [colour >> 16, (colour >> 8) & 255, colour & 255] as const
function distance(a: number, b: number): number {
  const [r, g, bl] = channels(a)
  const [R, G, B] = channels(b)
  return (r - R) ** 2 + (g - G) ** 2 + (bl - B) ** 2
}

/** A PNG of a palette (RFC 2083), which the library only reads. */
function indexed(width: number, height: number, palette: readonly number[], rows: Buffer): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}
