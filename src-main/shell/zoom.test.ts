import { expect, it } from 'vitest'
import { zoomed } from './zoom.ts'

it.each([
  [1, 1, 1.1],
  [1.7500001, 1, 2],
  [2, 1, 2],
  [1, -1, 0.9],
  [0.8, -1, 0.8],
  [1.5, 0, 1],
  [3, -1, 2],
] as const)('from %f by %i to %f', (from, step, to) => expect(zoomed(from, step)).toBe(to))
