import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { Load } from './load.ts'

it('counts what has entered and not left, however often and in whatever order anybody leaves', () => {
  const step = fc.tuple(fc.constantFrom('a', 'b'), fc.nat(5))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
      const load = new Load()
      const inside: { id: ProviderId; leave: () => void; over: boolean }[] = []
      for (const [name, which] of steps) {
        const id = ProviderId.parse(name)
        const one = inside[which]
        if (one) {
          one.leave()
          one.over = true
        } else inside.push({ id, leave: load.enter(id), over: false })
        for (const it of ['a', 'b'].map((other) => ProviderId.parse(other)))
          expect(load.of(it)).toBe(inside.filter((other) => other.id === it && !other.over).length)
      }
    }),
  )
})
