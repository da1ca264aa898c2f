import { z } from 'zod'

const Rectangle = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })
export type Rectangle = z.infer<typeof Rectangle>

/** Where the window was when it was closed. Kept apart from the settings: it is nobody's decision. */
export const Place = Rectangle.extend({ maximized: z.boolean() })
export type Place = z.infer<typeof Place>

export const SMALLEST = { width: 560, height: 420 } as const
const USUAL = { width: 1080, height: 720 } as const

/**
 * The remembered place if it can still be seen there, else the usual size, which the system puts where it
 * likes. `areas`: what each screen has free, in the same coordinates.
 */
export function placeOn(
  areas: readonly Rectangle[],
  kept: Place | null,
): Partial<Rectangle> & { width: number; height: number } {
  const [first] = areas
  const usual = {
    width: Math.min(USUAL.width, first?.width ?? USUAL.width),
    height: Math.min(USUAL.height, first?.height ?? USUAL.height),
  }
  if (!kept) return usual
  const area = areas.find((one) => overlap(one, kept) >= 0.5)
  if (!area) return usual
  const width = Math.max(SMALLEST.width, Math.min(kept.width, area.width))
  const height = Math.max(SMALLEST.height, Math.min(kept.height, area.height))
  return {
    width,
    height,
    x: Math.round(Math.max(area.x, Math.min(kept.x, area.x + area.width - width))),
    y: Math.round(Math.max(area.y, Math.min(kept.y, area.y + area.height - height))),
  }
}

/** The share of `inner` that lies within `outer`, 0 to 1. */
function overlap(outer: Rectangle, inner: Rectangle): number {
  const width = Math.min(outer.x + outer.width, inner.x + inner.width) - Math.max(outer.x, inner.x)
  const height = Math.min(outer.y + outer.height, inner.y + inner.height) - Math.max(outer.y, inner.y)
  return (Math.max(0, width) * Math.max(0, height)) / (inner.width * inner.height)
}
