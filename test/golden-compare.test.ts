import { PNG } from 'pngjs'
import { expect, it } from 'vitest'
import { compare } from '../e2e/golden/compare.ts'
import { quantise } from '../e2e/golden/quantise.ts'

const GROUND = [251, 251, 250] as const
const AMBER = [138, 80, 0] as const
type Colour = readonly [number, number, number]

/** A ground with some pixels of another colour in its first row, and every grey that an edge may have in its second. */
function drawn(ground: Colour, mark: Colour, marks: number): Buffer {
  const png = new PNG({ width: 256, height: 100 })
  const put = (at: number, colour: Colour) => png.data.set([...colour, 255], at * 4)
  for (let at = 0; at < 25_600; at++) put(at, ground)
  for (let at = 0; at < marks; at++) put(at, mark)
  for (let grey = 0; grey < 256; grey++) put(256 + grey, [grey, grey, grey])
  return PNG.sync.write(png)
}
const accepted = quantise(drawn(GROUND, AMBER, 100))

it('sees none where only the number of colours was reduced', () => {
  expect(compare(accepted, drawn(GROUND, AMBER, 100))).toBeNull()
})

it('forgives a few pixels, and says where more of them are', () => {
  expect(compare(accepted, drawn(GROUND, AMBER, 120))).toBeNull()
  expect(compare(accepted, drawn(GROUND, AMBER, 140))?.said).toBe('40 pixels differ, within 100,0 to 139,0')
})

it('sees a small mark in another colour, and a ground that is only a little darker', () => {
  expect(compare(accepted, drawn(GROUND, [80, 80, 80], 100))?.said).toContain('100 pixels')
  expect(compare(accepted, drawn([247, 247, 246], AMBER, 100))?.said).toBe('the ground of #fbfbfa has another colour')
})

it('sees another size', () => {
  const small = PNG.sync.write(new PNG({ width: 10, height: 10 }))
  expect(compare(accepted, small)?.said).toBe('10×10 instead of 256×100')
})
