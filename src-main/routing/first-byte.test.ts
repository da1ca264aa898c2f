import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ProviderId } from '../../src-shared/domain/ids.ts'
import { type FirstByte, measured, nameOf, quickest, STALE_MS } from './first-byte.ts'

const one = (id: string) => ({ id: ProviderId.parse(id), model: 'm' })
const [a, b, c] = [one('a'), one('b'), one('c')]
const all = [a, b, c]
const known = (...figures: [typeof a, number, number][]) =>
  figures.reduce<ReadonlyMap<string, FirstByte>>(
    (map, [it, ms, at]) => measured(map, nameOf(it.id, it.model), ms, at),
    new Map(),
  )
const ids = (order: readonly { id: string }[]) => order.map(({ id }) => id).join('')

it('takes the quickest to begin', () => {
  expect(ids(quickest(all, known([a, 900, 0], [b, 300, 0], [c, 500, 0]), 1).order)).toBe('bca')
})

it('moves with each answer, and the less of the past the older it is', () => {
  const figure = (at: number) => known([a, 1000, 0], [a, 100, at]).get(nameOf(a.id, 'm'))?.ms ?? 0
  expect(figure(0)).toBeCloseTo(0.7 * 1000 + 0.3 * 100)
  expect(figure(STALE_MS)).toBeCloseTo(0.35 * 1000 + 0.65 * 100)
  expect(figure(20 * STALE_MS)).toBeCloseTo(100, 0)
})

it('asks who was never asked, once each, and then goes by the figures', () => {
  let firstBytes: ReadonlyMap<string, FirstByte> = known([a, 100, 0])
  const firsts: string[] = []
  for (let i = 1; i <= 4; i += 1) {
    const found = quickest(all, firstBytes, i)
    firstBytes = found.firstBytes
    firsts.push(ids(found.order).slice(0, 1))
  }
  // Neither b nor c has answered, so neither is quick; but both were given the chance.
  expect(firsts.join('')).toBe('bcaa')
})

it('asks a slow one again after a while, so that it is found when it has become quick', () => {
  const slow = known([a, 100, 0], [b, 5000, 0])
  expect(quickest([a, b], slow, STALE_MS - 1).explores).toBe(false)
  const tried = quickest([a, b], measured(slow, nameOf(a.id, 'm'), 100, STALE_MS), STALE_MS)
  expect([ids(tried.order), tried.explores]).toEqual(['ba', true])
  expect(quickest([a, b], tried.firstBytes, STALE_MS + 1).explores).toBe(false)
})

it('tells models of one provider apart', () => {
  const small = { ...a, model: 'small' }
  const figures = measured(known([a, 900, 0]), nameOf(a.id, 'small'), 50, 0)
  expect(ids(quickest([b, small], measured(figures, nameOf(b.id, 'm'), 60, 0), 1).order)).toBe('ab')
})

it('is always within what was measured', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(10_000), fc.nat(STALE_MS)), { minLength: 1 }), (answers) => {
      let at = 0
      const figures = answers.map(([ms, gap]): [typeof a, number, number] => {
        at += gap
        return [a, ms, at]
      })
      const ms = known(...figures).get(nameOf(a.id, 'm'))?.ms ?? Number.NaN
      const stated = answers.map(([it]) => it)
      expect(ms).toBeGreaterThanOrEqual(Math.min(...stated) - 1e-6)
      expect(ms).toBeLessThanOrEqual(Math.max(...stated) + 1e-6)
    }),
  )
})

it('does not grow without end', () => {
  let figures: ReadonlyMap<string, FirstByte> = new Map()
  for (let i = 0; i < 1_000; i += 1) figures = measured(figures, nameOf(a.id, `model ${i}`), 1, i)
  expect(figures.size).toBe(500)
})
