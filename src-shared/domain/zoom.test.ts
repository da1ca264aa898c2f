import { expect, it } from 'vitest'
import { zoomed } from './zoom.ts'

it.each([
  [100, 1, 110],
  [104, 1, 110],
  [104, -1, 100],
  [200, 1, 200],
  [100, -1, 90],
  [80, -1, 80],
  [150, 0, 100],
] as const)('from %i by %i to %i', (from, step, to) => expect(zoomed(from, step)).toBe(to))
