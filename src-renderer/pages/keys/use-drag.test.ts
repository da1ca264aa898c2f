import fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyId } from '../../gallery/made-up.ts'
import { targetOf } from './use-drag.ts'

const order = ['a', 'b', 'c', 'd'].map(keyId)

it('a dropped key comes to stand where the line was drawn', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...order),
      fc.constantFrom(...order),
      fc.constantFrom('above' as const, 'below' as const),
      (dragged, id, side) => {
        const to = targetOf(order, dragged, { id, side })
        const after = order.filter((other) => other !== dragged).toSpliced(to, 0, dragged)
        if (id === dragged) expect(after).toEqual(order)
        else expect(after.indexOf(dragged) - after.indexOf(id)).toBe(side === 'above' ? -1 : 1)
      },
    ),
  )
})
