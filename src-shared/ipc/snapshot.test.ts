import fc from 'fast-check'
import { expect, it } from 'vitest'
import { apply, diff, type Snapshot } from './snapshot.ts'

/** Only the shape matters to diff and apply, so the parts are stand-ins. */
const part = fc.record({ n: fc.nat(9) })
const map = fc.dictionary(fc.constantFrom('a', 'b', 'c'), part)
const snapshot = fc
  .record({
    rev: fc.nat(),
    at: fc.nat(),
    relay: part,
    keys: map,
    providers: map,
    sessions: map,
    practice: fc.boolean(),
  })
  .map((value) => value as unknown as Snapshot)

it('applying a difference gives the later snapshot', () => {
  fc.assert(
    fc.property(snapshot, snapshot, (a, b) => {
      expect(apply(a, structuredClone(diff(a, b)))).toEqual(b)
    }),
  )
})

it('leaves an untouched key the same object, so its row does not render', () => {
  fc.assert(
    fc.property(snapshot, part, (a, changed) => {
      const b = { ...a, rev: a.rev + 1, keys: { ...a.keys, z: changed } } as unknown as Snapshot
      const next = apply(a, structuredClone(diff(a, b)))
      for (const [id, key] of Object.entries(a.keys)) if (id !== 'z') expect(next?.keys[id as never]).toBe(key)
    }),
  )
})

it('says that a patch was missed instead of applying it', () => {
  fc.assert(
    fc.property(snapshot, snapshot, (a, b) => {
      expect(apply({ ...a, rev: a.rev + 1 }, diff(a, b))).toBeNull()
    }),
  )
})
