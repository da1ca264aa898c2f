import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Place, placeOn, type Rectangle, SMALLEST } from './place.ts'

const screen: Rectangle = { x: 0, y: 0, width: 1920, height: 1040 }
const second: Rectangle = { x: 1920, y: 0, width: 1280, height: 1024 }
const at = (x: number, y: number, width: number, height: number): Place => ({ x, y, width, height, maximized: false })

it('has the usual size, and leaves the place to the system, the first time', () => {
  expect(placeOn([screen], null)).toEqual({ width: 1080, height: 720 })
  expect(placeOn([{ x: 0, y: 0, width: 800, height: 600 }], null)).toEqual({ width: 800, height: 600 })
  expect(placeOn([], null)).toEqual({ width: 1080, height: 720 })
})

it('comes back where it was, on either screen', () => {
  expect(placeOn([screen, second], at(100, 50, 900, 700))).toEqual({ x: 100, y: 50, width: 900, height: 700 })
  expect(placeOn([screen, second], at(2000, 50, 900, 700))).toEqual({ x: 2000, y: 50, width: 900, height: 700 })
})

it('forgets a place on a screen that is gone', () => {
  expect(placeOn([screen], at(2000, 50, 900, 700))).toEqual({ width: 1080, height: 720 })
})

it('slides back what hangs over the edge', () => {
  expect(placeOn([screen], at(1300, -100, 800, 700))).toEqual({ x: 1120, y: 0, width: 800, height: 700 })
})

it('is always inside a screen that is large enough, and never too small to use', () => {
  const size = fc.integer({ min: 1, max: 4000 })
  const where = fc.integer({ min: -4000, max: 4000 })
  fc.assert(
    fc.property(where, where, size, size, (x, y, width, height) => {
      const placed = placeOn([screen, second], at(x, y, width, height))
      expect(placed.width).toBeGreaterThanOrEqual(SMALLEST.width)
      expect(placed.height).toBeGreaterThanOrEqual(SMALLEST.height)
      if (placed.x === undefined || placed.y === undefined) return
      const [left, top] = [placed.x, placed.y]
      expect(
        [screen, second].some(
          (one) =>
            left >= one.x &&
            top >= one.y &&
            left + placed.width <= one.x + one.width &&
            top + placed.height <= one.y + one.height,
        ),
      ).toBe(true)
    }),
  )
})
