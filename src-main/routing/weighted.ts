import type { ProviderId } from '../../src-shared/domain/ids.ts'
import type { Contender } from './contender.ts'

type Weighed = Pick<Contender, 'id' | 'weight'>
type Credit = ReadonlyMap<ProviderId, number>

/** Credits closer than this are equal; different ones are further apart, with weights up to 1000. */
const EVEN = 1e-6

/**
 * Smooth weighted turns (after nginx): each saves up its share of every turn, and the richest goes and pays one
 * whole turn, so that 5:1:1 becomes a a b a c a a rather than five in a row. Who is not among them keeps what was
 * saved up, and has no share of a turn it could not have taken.
 */
export function takeTurns<C extends Weighed>(all: readonly C[], had: Credit): { order: readonly C[]; credit: Credit } {
  const whole = total(all)
  const credit = new Map(had)
  for (const { id, weight } of all) credit.set(id, (had.get(id) ?? 0) + weight / whole)
  const of = ({ id }: Weighed) => credit.get(id) ?? 0
  const order = all.toSorted((a, b) => (Math.abs(of(a) - of(b)) < EVEN ? 0 : of(b) - of(a)))
  const first = order[0]
  if (first) credit.set(first.id, of(first) - 1)
  return { order, credit }
}

const total = (all: readonly Weighed[]): number => all.reduce((sum, it) => sum + it.weight, 0)

/** All of them, drawn one after the other without putting back; the chance to be next goes by weight. */
export function drawn<C extends Weighed>(all: readonly C[], chance: () => number): readonly C[] {
  const left = [...all]
  const order: C[] = []
  while (left.length > 0) {
    let mark = chance() * total(left)
    const at = left.findIndex((it) => {
      mark -= it.weight
      return mark < 0
    })
    // Sums of shares may fall short of the whole by a rounding.
    order.push(...left.splice(at < 0 ? left.length - 1 : at, 1))
  }
  return order
}
